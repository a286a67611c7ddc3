import type { Kinds, ProjectKinds } from '../../unit/kinds.ts';
import type { Unit } from '../../unit/unit.ts';

/**
 * What any product may create: what `platform/workload/` and `platform/product/` render, and nothing outside its
 * namespaces. The list is the same for each, so that a field which a product uses for the first time changes only the
 * product. A unit with objects of its own names their kinds itself, in `kinds`.
 */
export const productKinds: ProjectKinds = {
  namespaced: {
    '': ['ConfigMap', 'Service', 'ServiceAccount'],
    apps: ['Deployment'],
    autoscaling: ['HorizontalPodAutoscaler'],
    'autoscaling.k8s.io': ['VerticalPodAutoscaler'],
    batch: ['Job'],
    'cert-manager.io': ['Certificate'],
    'external-secrets.io': ['ExternalSecret', 'SecretStore'],
    'keda.sh': ['ScaledJob', 'ScaledObject', 'TriggerAuthentication'],
    'monitoring.coreos.com': ['PodMonitor', 'PrometheusRule', 'ServiceMonitor'],
    'networking.istio.io': ['DestinationRule', 'EnvoyFilter', 'ServiceEntry', 'Sidecar', 'VirtualService'],
    'networking.k8s.io': ['Ingress', 'NetworkPolicy'],
    policy: ['PodDisruptionBudget'],
    'security.istio.io': ['AuthorizationPolicy', 'RequestAuthentication'],
    'vpcresources.k8s.aws': ['SecurityGroupPolicy'],
  },
};

/** What any part of the platform may create. A component that brings a kind of its own names it itself, in `kinds`. */
const platformKinds: ProjectKinds = {
  cluster: {
    '': ['Namespace'],
    'cert-manager.io': ['ClusterIssuer'],
    'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
    'scheduling.k8s.io': ['PriorityClass'],
    'storage.k8s.io': ['StorageClass'],
    'templates.gatekeeper.sh': ['ConstraintTemplate'],
  },
  namespaced: {
    '': ['ConfigMap', 'LimitRange', 'ResourceQuota', 'Service', 'ServiceAccount'],
    apps: ['DaemonSet', 'Deployment', 'StatefulSet'],
    'argoproj.io': ['AppProject', 'Application', 'ApplicationSet'],
    batch: ['CronJob'],
    'cert-manager.io': ['Certificate', 'Issuer'],
    'external-secrets.io': ['ExternalSecret', 'SecretStore'],
    'monitoring.coreos.com': ['PodMonitor', 'PrometheusRule', 'ServiceMonitor'],
    'networking.istio.io': ['DestinationRule', 'Gateway', 'ServiceEntry', 'VirtualService'],
    'networking.k8s.io': ['Ingress', 'NetworkPolicy'],
    policy: ['PodDisruptionBudget'],
    'rbac.authorization.k8s.io': ['Role', 'RoleBinding'],
    'security.istio.io': ['AuthorizationPolicy', 'PeerAuthentication'],
    'telemetry.istio.io': ['Telemetry'],
  },
};

/** What the Helm charts of the platform's components bring along. Their templates are not in this repository. */
const chartKinds: ProjectKinds = {
  cluster: {
    'admissionregistration.k8s.io': ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    'apiextensions.k8s.io': ['CustomResourceDefinition'],
    'apiregistration.k8s.io': ['APIService'],
    'elbv2.k8s.aws': ['IngressClassParams'],
    'networking.k8s.io': ['IngressClass'],
    'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
    'storage.k8s.io': ['CSIDriver'],
  },
  namespaced: {
    '': ['ConfigMap', 'ResourceQuota', 'Secret', 'Service', 'ServiceAccount'],
    apps: ['DaemonSet', 'Deployment', 'StatefulSet'],
    autoscaling: ['HorizontalPodAutoscaler'],
    batch: ['Job'],
    'cert-manager.io': ['Certificate'],
    'monitoring.coreos.com': ['Alertmanager', 'PodMonitor', 'Prometheus', 'ServiceMonitor'],
    policy: ['PodDisruptionBudget'],
    'rbac.authorization.k8s.io': ['Role', 'RoleBinding'],
  },
};

/**
 * What the project of some units admits.
 *
 * @param units those of the project, on the clusters of one hub
 */
export function admittedKinds(project: string, units: readonly Unit[]): Required<ProjectKinds> {
  const lists = [
    ...(project === 'platform' ? [platformKinds, chartKinds] : [productKinds]),
    ...units.flatMap(({ kinds }) => kinds ?? []),
  ];
  return {
    cluster: merged(lists.map(({ cluster = {} }) => cluster)),
    namespaced: merged(lists.map(({ namespaced = {} }) => namespaced)),
  };
}

function merged(lists: readonly Kinds[]): Kinds {
  const found = new Map<string, readonly string[]>();
  for (const [group, kinds] of lists.flatMap((list) => Object.entries(list))) {
    found.set(group, [...(found.get(group) ?? []), ...kinds]);
  }
  return Object.fromEntries(found);
}

/** What Argo CD takes: group and kind, sorted, without duplicates. */
export function groupKinds(kinds: Kinds): { group: string; kind: string }[] {
  const found = Object.entries(kinds).flatMap(([group, names]) => names.map((kind) => `${group}/${kind}`));
  return [...new Set(found)].sort().map((key) => {
    const slash = key.indexOf('/');
    return { group: key.slice(0, slash), kind: key.slice(slash + 1) };
  });
}
