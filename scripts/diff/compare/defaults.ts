import { groupOf } from '../../charts/inventory/cluster-wide.ts';
import { OF_OPERATORS } from './operator-defaults.ts';
import { defaultInPod } from './pod-defaults.ts';
import { podPathOf } from './pod-path.ts';
import { BEHAVIOR, JOB, within } from './shared-defaults.ts';

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

/** What the API server writes where a kind leaves a field out: by `<group>/<kind>`. */
const OF_KINDS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ...OF_OPERATORS,
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
    ...within('spec.behavior', BEHAVIOR),
  },
  'batch/CronJob': {
    'spec.concurrencyPolicy': 'Allow',
    'spec.suspend': false,
    'spec.successfulJobsHistoryLimit': 3,
    'spec.failedJobsHistoryLimit': 1,
    ...within('spec.jobTemplate.spec', JOB),
  },
  'batch/Job': within('spec', JOB),
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
};

/** Rules of Gatekeeper are of kinds that their templates make. */
const OF_GROUPS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'constraints.gatekeeper.sh': { 'spec.enforcementAction': 'deny' },
};

/** The value that a field has where it is left out; undefined where it has none, or none that is always the same. */
export function defaultOf(
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  shape: string,
): unknown {
  const group = groupOf(apiVersion);
  const own = OF_KINDS[`${group}/${kind}`]?.[shape] ?? OF_GROUPS[group]?.[shape];
  if (own !== undefined) return own;
  const pod = podPathOf(apiVersion, kind);
  return pod === undefined || !shape.startsWith(`${pod}.`)
    ? undefined
    : defaultInPod(shape.slice(pod.length + 1));
}
