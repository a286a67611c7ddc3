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
  'external-secrets.io': ['ExternalSecret', 'SecretStore'],
  'keda.sh': ['ScaledObject'],
  'monitoring.coreos.com': ['ServiceMonitor'],
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
      'constraints.gatekeeper.sh': policies.map(({ kind }) => kind),
      'karpenter.k8s.aws': ['EC2NodeClass'],
      'karpenter.sh': ['NodePool'],
      'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
      'scheduling.k8s.io': ['PriorityClass'],
      'storage.k8s.io': ['StorageClass'],
      'templates.gatekeeper.sh': ['ConstraintTemplate'],
    },
    namespaced: {
      '': ['ConfigMap', 'LimitRange', 'ResourceQuota', 'Service', 'ServiceAccount'],
      apps: ['DaemonSet', 'Deployment'],
      'cert-manager.io': ['Certificate', 'Issuer'],
      'argoproj.io': ['AppProject', 'Application', 'ApplicationSet'],
      'external-secrets.io': ['ExternalSecret', 'SecretStore'],
      batch: ['CronJob'],
      'monitoring.coreos.com': ['PodMonitor', 'ServiceMonitor'],
      'networking.istio.io': ['DestinationRule', 'Gateway', 'ServiceEntry', 'VirtualService'],
      'networking.k8s.io': ['Ingress', 'NetworkPolicy'],
      policy: ['PodDisruptionBudget'],
      'security.istio.io': ['AuthorizationPolicy', 'PeerAuthentication'],
      'telemetry.istio.io': ['Telemetry'],
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
    },
  },
  'task-manager': { cluster: {}, namespaced: {} },
  triptrip: {
    cluster: {},
    namespaced: {
      ...workloadKinds,
      apps: ['Deployment', 'StatefulSet'],
      batch: ['CronJob', 'Job'],
      'keda.sh': ['ScaledJob', 'ScaledObject', 'TriggerAuthentication'],
      'monitoring.coreos.com': ['PodMonitor', 'ServiceMonitor'],
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
  },
  namespaced: {
    '': ['ConfigMap', 'ResourceQuota', 'Secret', 'Service', 'ServiceAccount'],
    apps: ['DaemonSet', 'Deployment', 'StatefulSet'],
    autoscaling: ['HorizontalPodAutoscaler'],
    batch: ['Job'],
    'monitoring.coreos.com': ['PodMonitor', 'Prometheus', 'PrometheusRule', 'ServiceMonitor'],
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
