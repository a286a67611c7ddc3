import { policies } from '../gatekeeper/policies/index.ts';

/** Kinds that a project may create, by API group; the core group is `''`. */
export type Kinds = Readonly<Record<string, readonly string[]>>;

/** What an AppProject admits. */
export interface ProjectKinds {
  /** Kinds without a namespace. */
  readonly cluster: Kinds;
  readonly namespaced: Kinds;
}

/** What the constructs of a workload and its product render (`platform/constructs/`). */
const workloadKinds = {
  '': ['ConfigMap', 'Service', 'ServiceAccount'],
  apps: ['Deployment'],
  autoscaling: ['HorizontalPodAutoscaler'],
  'autoscaling.k8s.io': ['VerticalPodAutoscaler'],
  batch: ['Job'],
  'external-secrets.io': ['ExternalSecret', 'SecretStore'],
  'keda.sh': ['ScaledObject'],
  'monitoring.coreos.com': ['PrometheusRule', 'ServiceMonitor'],
  'networking.istio.io': ['DestinationRule', 'ServiceEntry', 'Sidecar', 'VirtualService'],
  'networking.k8s.io': ['NetworkPolicy'],
  policy: ['PodDisruptionBudget'],
  'security.istio.io': ['AuthorizationPolicy'],
};

/** Of a product on clusters whose nodes can give a pod security groups of its own. */
const securityGroupKinds = { 'vpcresources.k8s.aws': ['SecurityGroupPolicy'] };

/**
 * What each project renders itself, by the project's name. A test holds these lists against the tree in both
 * directions: a new kind needs a line here, and a line that nothing needs any more must go.
 */
export const renderedKinds: Readonly<Record<string, ProjectKinds>> = {
  platform: {
    cluster: {
      '': ['Namespace'],
      'cert-manager.io': ['ClusterIssuer'],
      'constraints.gatekeeper.sh': policies.map(({ kind }) => kind),
      'awspca.cert-manager.io': ['AWSPCAClusterIssuer'],
      'karpenter.k8s.aws': ['EC2NodeClass'],
      'karpenter.sh': ['NodePool'],
      'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
      'scheduling.k8s.io': ['PriorityClass'],
      'storage.k8s.io': ['StorageClass'],
      'templates.gatekeeper.sh': ['ConstraintTemplate'],
    },
    namespaced: {
      '': ['ConfigMap', 'LimitRange', 'ResourceQuota', 'Service', 'ServiceAccount'],
      apps: ['DaemonSet', 'Deployment', 'StatefulSet'],
      'argoproj.io': ['AppProject', 'Application', 'ApplicationSet'],
      'cert-manager.io': ['Certificate', 'Issuer'],
      batch: ['CronJob'],
      'external-secrets.io': ['ExternalSecret', 'SecretStore'],
      'monitoring.coreos.com': ['PodMonitor', 'PrometheusRule', 'ServiceMonitor'],
      'networking.istio.io': ['DestinationRule', 'Gateway', 'ServiceEntry', 'VirtualService'],
      'networking.k8s.io': ['Ingress', 'NetworkPolicy'],
      policy: ['PodDisruptionBudget'],
      'rbac.authorization.k8s.io': ['Role', 'RoleBinding'],
      'security.istio.io': ['AuthorizationPolicy', 'PeerAuthentication'],
      'telemetry.istio.io': ['Telemetry'],
      'velero.io': ['BackupStorageLocation', 'Schedule', 'VolumeSnapshotLocation'],
    },
  },
  // Products own nothing outside their namespaces.
  // Scales by CPU alone.
  storefront: { cluster: {}, namespaced: { ...workloadKinds, 'keda.sh': [] } },
  streaming: {
    cluster: {},
    namespaced: {
      ...workloadKinds,
      ...securityGroupKinds,
      'keda.sh': ['ScaledObject', 'TriggerAuthentication'],
      'networking.istio.io': [...workloadKinds['networking.istio.io'], 'EnvoyFilter'],
      'security.istio.io': ['AuthorizationPolicy', 'RequestAuthentication'],
    },
  },
  'task-manager': {
    cluster: {},
    namespaced: {
      '': ['ConfigMap', 'Service', 'ServiceAccount'],
      apps: ['Deployment'],
      autoscaling: ['HorizontalPodAutoscaler'],
      'autoscaling.k8s.io': ['VerticalPodAutoscaler'],
      batch: ['Job'],
      'chaos-mesh.org': ['Schedule'],
      'external-secrets.io': ['ExternalSecret', 'SecretStore'],
      'keda.sh': ['ScaledObject', 'TriggerAuthentication'],
      'monitoring.coreos.com': ['PodMonitor', 'PrometheusRule', 'ServiceMonitor'],
      'networking.k8s.io': ['Ingress', 'NetworkPolicy'],
      policy: ['PodDisruptionBudget'],
    },
  },
  triptrip: {
    cluster: {},
    namespaced: {
      ...workloadKinds,
      apps: ['Deployment', 'StatefulSet'],
      batch: ['CronJob', 'Job'],
      'cert-manager.io': ['Certificate'],
      'keda.sh': ['ScaledJob', 'ScaledObject', 'TriggerAuthentication'],
      'monitoring.coreos.com': ['PodMonitor', 'PrometheusRule', 'ServiceMonitor'],
    },
  },
};

/** What the Helm charts of the platform's components bring along. Their templates are not in this repository. */
export const chartKinds: ProjectKinds = {
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

/** What Argo CD takes: group and kind, sorted, without doubles. */
export function groupKinds(...kinds: readonly Kinds[]): { group: string; kind: string }[] {
  const found = kinds.flatMap((groups) =>
    Object.entries(groups).flatMap(([group, names]) => names.map((kind) => `${group}/${kind}`)),
  );
  return [...new Set(found)].sort().map((key) => {
    const slash = key.indexOf('/');
    return { group: key.slice(0, slash), kind: key.slice(slash + 1) };
  });
}
