const WEBHOOK = {
  'webhooks[].failurePolicy': 'Fail',
  'webhooks[].matchPolicy': 'Equivalent',
  'webhooks[].timeoutSeconds': 10,
  'webhooks[].reinvocationPolicy': 'Never',
  'webhooks[].rules[].scope': '*',
  'webhooks[].clientConfig.service.port': 443,
  'webhooks[].namespaceSelector': {},
  'webhooks[].objectSelector': {},
};
const BINDING = { 'roleRef.apiGroup': 'rbac.authorization.k8s.io' };

/**
 * What the API server writes where a kind leaves a field out: by `<group>/<kind>`. As the reference of the API says
 * (https://kubernetes.io/docs/reference/kubernetes-api/), and its code (`pkg/apis/<group>/<version>/defaults.go`).
 */
export const OF_KUBERNETES = {
  '/ConfigMap': { immutable: false },
  '/PersistentVolume': {
    'spec.volumeMode': 'Filesystem',
    'spec.persistentVolumeReclaimPolicy': 'Retain',
  },
  '/PersistentVolumeClaim': { 'spec.volumeMode': 'Filesystem' },
  '/Secret': { type: 'Opaque', immutable: false },
  '/Service': {
    'spec.type': 'ClusterIP',
    'spec.sessionAffinity': 'None',
    'spec.internalTrafficPolicy': 'Cluster',
    'spec.externalTrafficPolicy': 'Cluster',
    'spec.ipFamilyPolicy': 'SingleStack',
    'spec.ports[].protocol': 'TCP',
    'spec.publishNotReadyAddresses': false,
    'spec.allocateLoadBalancerNodePorts': true,
    'spec.ports[].nodePort': 0,
  },
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': WEBHOOK,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': WEBHOOK,
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': {
    'spec.failurePolicy': 'Fail',
    'spec.matchConstraints.matchPolicy': 'Equivalent',
  },
  'apiextensions.k8s.io/CustomResourceDefinition': {
    'spec.conversion.strategy': 'None',
    'spec.preserveUnknownFields': false,
  },
  'apps/DaemonSet': {
    'spec.updateStrategy.type': 'RollingUpdate',
    'spec.updateStrategy.rollingUpdate.maxUnavailable': 1,
    'spec.updateStrategy.rollingUpdate.maxSurge': 0,
    'spec.revisionHistoryLimit': 10,
    'spec.minReadySeconds': 0,
  },
  'apps/Deployment': {
    'spec.replicas': 1,
    'spec.strategy.type': 'RollingUpdate',
    'spec.strategy.rollingUpdate.maxUnavailable': '25%',
    'spec.strategy.rollingUpdate.maxSurge': '25%',
    'spec.revisionHistoryLimit': 10,
    'spec.progressDeadlineSeconds': 600,
    'spec.minReadySeconds': 0,
    'spec.paused': false,
  },
  'apps/ReplicaSet': { 'spec.replicas': 1, 'spec.minReadySeconds': 0 },
  'apps/StatefulSet': {
    'spec.replicas': 1,
    'spec.podManagementPolicy': 'OrderedReady',
    'spec.updateStrategy.type': 'RollingUpdate',
    'spec.updateStrategy.rollingUpdate.partition': 0,
    'spec.revisionHistoryLimit': 10,
    'spec.minReadySeconds': 0,
    'spec.persistentVolumeClaimRetentionPolicy.whenDeleted': 'Retain',
    'spec.persistentVolumeClaimRetentionPolicy.whenScaled': 'Retain',
    'spec.volumeClaimTemplates[].spec.volumeMode': 'Filesystem',
    'spec.volumeClaimTemplates[].apiVersion': 'v1',
    'spec.volumeClaimTemplates[].kind': 'PersistentVolumeClaim',
  },
  'autoscaling/HorizontalPodAutoscaler': {
    'spec.minReplicas': 1,
  },
  'batch/CronJob': {
    'spec.concurrencyPolicy': 'Allow',
    'spec.suspend': false,
    'spec.successfulJobsHistoryLimit': 3,
    'spec.failedJobsHistoryLimit': 1,
  },
  'networking.k8s.io/NetworkPolicy': {
    'spec.podSelector': {},
    'spec.ingress[].ports[].protocol': 'TCP',
    'spec.egress[].ports[].protocol': 'TCP',
  },
  'policy/PodDisruptionBudget': { 'spec.unhealthyPodEvictionPolicy': 'IfHealthyBudget' },
  'rbac.authorization.k8s.io/ClusterRoleBinding': BINDING,
  'rbac.authorization.k8s.io/RoleBinding': BINDING,
  'scheduling.k8s.io/PriorityClass': { globalDefault: false, preemptionPolicy: 'PreemptLowerPriority' },
  'storage.k8s.io/StorageClass': {
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'Immediate',
    allowVolumeExpansion: false,
  },
} as const;
