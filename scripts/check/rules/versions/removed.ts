/** When an API is deprecated and gone, in minors of Kubernetes, and what replaces it. */
export interface Removal {
  readonly deprecated: number;
  readonly removed: number;
  /** Left out where nothing takes its place. */
  readonly write?: string;
  /** What to do where nothing takes its place. */
  readonly instead?: string;
}

const gone = (deprecated: number, removed: number, write: string): Removal => ({
  deprecated,
  removed,
  write,
});

/** For each version of a group the same, unless a kind says otherwise. */
const kinds = (apiVersion: string, names: string, removal: Removal): [string, Removal][] =>
  names.split(' ').map((kind) => [`${apiVersion}/${kind}`, removal]);

const AUTHORIZATION =
  'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview';
const ROLES = 'ClusterRole ClusterRoleBinding Role RoleBinding';
const FLOWS = 'FlowSchema PriorityLevelConfiguration';
const POLICIES = 'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding';
const PSP: Removal = {
  deprecated: 21,
  removed: 25,
  instead: 'label the namespaces with pod-security.kubernetes.io/enforce, and remove it',
};

/** APIs of Kubernetes that were removed, as its deprecation guide lists them. */
export const REMOVED: ReadonlyMap<string, Removal> = new Map([
  ...kinds('extensions/v1beta1', 'DaemonSet Deployment ReplicaSet', gone(9, 16, 'apps/v1')),
  ...kinds('extensions/v1beta1', 'NetworkPolicy', gone(9, 16, 'networking.k8s.io/v1')),
  ...kinds('extensions/v1beta1', 'Ingress', gone(14, 22, 'networking.k8s.io/v1')),
  ...kinds('extensions/v1beta1', 'PodSecurityPolicy', PSP),
  ...kinds('apps/v1beta1', 'Deployment StatefulSet ControllerRevision', gone(9, 16, 'apps/v1')),
  ...kinds(
    'apps/v1beta2',
    'DaemonSet Deployment ReplicaSet StatefulSet ControllerRevision',
    gone(9, 16, 'apps/v1'),
  ),
  ...kinds(
    'admissionregistration.k8s.io/v1beta1',
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
    gone(16, 22, 'admissionregistration.k8s.io/v1'),
  ),
  ...kinds('admissionregistration.k8s.io/v1beta1', POLICIES, gone(30, 34, 'admissionregistration.k8s.io/v1')),
  ...kinds(
    'admissionregistration.k8s.io/v1alpha1',
    POLICIES,
    gone(28, 34, 'admissionregistration.k8s.io/v1'),
  ),
  ...kinds(
    'apiextensions.k8s.io/v1beta1',
    'CustomResourceDefinition',
    gone(16, 22, 'apiextensions.k8s.io/v1'),
  ),
  ...kinds('apiregistration.k8s.io/v1beta1', 'APIService', gone(19, 22, 'apiregistration.k8s.io/v1')),
  ...kinds('authentication.k8s.io/v1beta1', 'TokenReview', gone(19, 22, 'authentication.k8s.io/v1')),
  ...kinds('authorization.k8s.io/v1beta1', AUTHORIZATION, gone(19, 22, 'authorization.k8s.io/v1')),
  ...kinds('autoscaling/v2beta1', 'HorizontalPodAutoscaler', gone(22, 25, 'autoscaling/v2')),
  ...kinds('autoscaling/v2beta2', 'HorizontalPodAutoscaler', gone(23, 26, 'autoscaling/v2')),
  ...kinds('batch/v1beta1', 'CronJob', gone(21, 25, 'batch/v1')),
  ...kinds('batch/v2alpha1', 'CronJob', gone(20, 21, 'batch/v1')),
  ...kinds(
    'certificates.k8s.io/v1beta1',
    'CertificateSigningRequest',
    gone(19, 22, 'certificates.k8s.io/v1'),
  ),
  ...kinds('coordination.k8s.io/v1beta1', 'Lease', gone(19, 22, 'coordination.k8s.io/v1')),
  ...kinds('discovery.k8s.io/v1beta1', 'EndpointSlice', gone(21, 25, 'discovery.k8s.io/v1')),
  ...kinds('events.k8s.io/v1beta1', 'Event', gone(19, 25, 'events.k8s.io/v1')),
  ...kinds('flowcontrol.apiserver.k8s.io/v1alpha1', FLOWS, gone(20, 24, 'flowcontrol.apiserver.k8s.io/v1')),
  ...kinds('flowcontrol.apiserver.k8s.io/v1beta1', FLOWS, gone(23, 26, 'flowcontrol.apiserver.k8s.io/v1')),
  ...kinds('flowcontrol.apiserver.k8s.io/v1beta2', FLOWS, gone(26, 29, 'flowcontrol.apiserver.k8s.io/v1')),
  ...kinds('flowcontrol.apiserver.k8s.io/v1beta3', FLOWS, gone(29, 32, 'flowcontrol.apiserver.k8s.io/v1')),
  ...kinds('networking.k8s.io/v1beta1', 'Ingress IngressClass', gone(19, 22, 'networking.k8s.io/v1')),
  ...kinds(
    'networking.k8s.io/v1alpha1',
    'IPAddress ServiceCIDR ClusterCIDR',
    gone(31, 33, 'networking.k8s.io/v1'),
  ),
  ...kinds('node.k8s.io/v1beta1', 'RuntimeClass', gone(22, 25, 'node.k8s.io/v1')),
  ...kinds('node.k8s.io/v1alpha1', 'RuntimeClass', gone(20, 24, 'node.k8s.io/v1')),
  ...kinds('policy/v1beta1', 'PodDisruptionBudget', gone(21, 25, 'policy/v1')),
  ...kinds('policy/v1beta1', 'PodSecurityPolicy', PSP),
  ...kinds('rbac.authorization.k8s.io/v1alpha1', ROLES, gone(17, 22, 'rbac.authorization.k8s.io/v1')),
  ...kinds('rbac.authorization.k8s.io/v1beta1', ROLES, gone(17, 22, 'rbac.authorization.k8s.io/v1')),
  ...kinds('scheduling.k8s.io/v1alpha1', 'PriorityClass', gone(14, 22, 'scheduling.k8s.io/v1')),
  ...kinds('scheduling.k8s.io/v1beta1', 'PriorityClass', gone(14, 22, 'scheduling.k8s.io/v1')),
  ...kinds('settings.k8s.io/v1alpha1', 'PodPreset', {
    deprecated: 19,
    removed: 20,
    instead: 'write a mutating admission policy or webhook',
  }),
  ...kinds(
    'storage.k8s.io/v1alpha1',
    'VolumeAttachment CSIStorageCapacity',
    gone(21, 24, 'storage.k8s.io/v1'),
  ),
  ...kinds(
    'storage.k8s.io/v1beta1',
    'CSIDriver CSINode StorageClass VolumeAttachment',
    gone(19, 22, 'storage.k8s.io/v1'),
  ),
  ...kinds('storage.k8s.io/v1beta1', 'CSIStorageCapacity', gone(24, 27, 'storage.k8s.io/v1')),
]);

/** Groups and versions of controllers that current releases no longer read, and what they read. */
export const REMOVED_CUSTOM: ReadonlyMap<string, string> = new Map([
  ['certmanager.k8s.io/v1alpha1', 'cert-manager.io/v1'],
  ['cert-manager.io/v1alpha2', 'cert-manager.io/v1'],
  ['cert-manager.io/v1alpha3', 'cert-manager.io/v1'],
  ['cert-manager.io/v1beta1', 'cert-manager.io/v1'],
  ['acme.cert-manager.io/v1alpha2', 'acme.cert-manager.io/v1'],
  ['acme.cert-manager.io/v1alpha3', 'acme.cert-manager.io/v1'],
  ['acme.cert-manager.io/v1beta1', 'acme.cert-manager.io/v1'],
  ['keda.k8s.io/v1alpha1', 'keda.sh/v1alpha1'],
  ['kafka.strimzi.io/v1alpha1', 'kafka.strimzi.io/v1beta2'],
  ['kafka.strimzi.io/v1beta1', 'kafka.strimzi.io/v1beta2'],
  ['external-secrets.io/v1alpha1', 'external-secrets.io/v1'],
  ['external-secrets.io/v1beta1', 'external-secrets.io/v1'],
  ['kubernetes-client.io/v1', 'external-secrets.io/v1'],
  ['karpenter.sh/v1alpha5', 'karpenter.sh/v1'],
  ['karpenter.sh/v1beta1', 'karpenter.sh/v1'],
  ['karpenter.k8s.aws/v1alpha1', 'karpenter.k8s.aws/v1'],
  ['karpenter.k8s.aws/v1beta1', 'karpenter.k8s.aws/v1'],
  ['authentication.istio.io/v1alpha1', 'security.istio.io/v1'],
  ['rbac.istio.io/v1alpha1', 'security.istio.io/v1'],
  ['config.istio.io/v1alpha2', 'telemetry.istio.io/v1'],
  ['autoscaling.k8s.io/v1beta1', 'autoscaling.k8s.io/v1'],
  ['autoscaling.k8s.io/v1beta2', 'autoscaling.k8s.io/v1'],
  ['snapshot.storage.k8s.io/v1alpha1', 'snapshot.storage.k8s.io/v1'],
  ['snapshot.storage.k8s.io/v1beta1', 'snapshot.storage.k8s.io/v1'],
  ['gateway.networking.k8s.io/v1alpha1', 'gateway.networking.k8s.io/v1'],
  ['networking.x-k8s.io/v1alpha1', 'gateway.networking.k8s.io/v1'],
  ['traefik.containo.us/v1alpha1', 'traefik.io/v1alpha1'],
  ['source.toolkit.fluxcd.io/v1beta1', 'source.toolkit.fluxcd.io/v1'],
  ['kustomize.toolkit.fluxcd.io/v1beta1', 'kustomize.toolkit.fluxcd.io/v1'],
  ['helm.toolkit.fluxcd.io/v2beta1', 'helm.toolkit.fluxcd.io/v2'],
  ['policy.kubernetes.io/v1beta1', 'policy/v1'],
  ['templates.gatekeeper.sh/v1alpha1', 'templates.gatekeeper.sh/v1'],
]);
