import { groupOf } from '../../charts/inventory/cluster-wide.ts';
import { defaultInPod } from './pod-defaults.ts';
import { podPathOf } from './pod-path.ts';

const JOB = {
  backoffLimit: 6,
  parallelism: 1,
  completions: 1,
  completionMode: 'NonIndexed',
  suspend: false,
  manualSelector: false,
  podReplacementPolicy: 'TerminatingOrFailed',
};
const within = (path: string, fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${path}.${name}`, value]));

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
/** An autoscaler adds at once, and takes away after five minutes. */
const STEPS = { type: 'Percent', value: 100, periodSeconds: 15 };
const BEHAVIOR = {
  'scaleUp.stabilizationWindowSeconds': 0,
  'scaleUp.selectPolicy': 'Max',
  'scaleUp.policies': [{ type: 'Pods', value: 4, periodSeconds: 15 }, STEPS],
  'scaleDown.stabilizationWindowSeconds': 300,
  'scaleDown.selectPolicy': 'Max',
  'scaleDown.policies': [STEPS],
};
/** Routes of the Gateway API refer to a Gateway, and to Services. */
const OF_ROUTES = {
  'spec.parentRefs[].group': 'gateway.networking.k8s.io',
  'spec.parentRefs[].kind': 'Gateway',
  'spec.rules[].backendRefs[].group': '',
  'spec.rules[].backendRefs[].kind': 'Service',
  'spec.rules[].backendRefs[].weight': 1,
};
const BINDING = { 'roleRef.apiGroup': 'rbac.authorization.k8s.io' };
const DURATION_OF_CERTIFICATE = '2160h';

/** What the API server, or the controller, writes where a kind leaves a field out: by `<group>/<kind>`. */
const OF_KINDS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
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
  'argoproj.io/Application': {
    'spec.project': 'default',
    'spec.revisionHistoryLimit': 10,
    'spec.source.targetRevision': 'HEAD',
    'spec.source.directory.recurse': false,
    'spec.syncPolicy.automated.prune': false,
    'spec.syncPolicy.automated.selfHeal': false,
    'spec.syncPolicy.automated.allowEmpty': false,
    'spec.syncPolicy.automated.enabled': true,
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
  'cert-manager.io/Certificate': {
    'spec.duration': DURATION_OF_CERTIFICATE,
    'spec.issuerRef.kind': 'Issuer',
    'spec.issuerRef.group': 'cert-manager.io',
    'spec.isCA': false,
    'spec.usages': ['digital signature', 'key encipherment'],
    'spec.privateKey.rotationPolicy': 'Always',
    'spec.revisionHistoryLimit': 1,
    'spec.privateKey.algorithm': 'RSA',
    'spec.privateKey.encoding': 'PKCS1',
  },
  'external-secrets.io/ExternalSecret': {
    'spec.refreshInterval': '1h',
    'spec.refreshPolicy': 'Periodic',
    'spec.secretStoreRef.kind': 'SecretStore',
    'spec.target.creationPolicy': 'Owner',
    'spec.target.deletionPolicy': 'Retain',
    'spec.target.template.engineVersion': 'v2',
    'spec.target.template.mergePolicy': 'Replace',
    'spec.data[].remoteRef.conversionStrategy': 'Default',
    'spec.data[].remoteRef.decodingStrategy': 'None',
    'spec.data[].remoteRef.metadataPolicy': 'None',
  },
  'gateway.networking.k8s.io/Gateway': {
    'spec.listeners[].allowedRoutes.namespaces.from': 'Same',
    'spec.listeners[].tls.mode': 'Terminate',
    'spec.listeners[].tls.certificateRefs[].group': '',
    'spec.listeners[].tls.certificateRefs[].kind': 'Secret',
  },
  'gateway.networking.k8s.io/GRPCRoute': OF_ROUTES,
  'gateway.networking.k8s.io/HTTPRoute': {
    ...OF_ROUTES,
    'spec.rules[].matches[].path.type': 'PathPrefix',
    'spec.rules[].matches[].headers[].type': 'Exact',
    'spec.rules[].matches[].queryParams[].type': 'Exact',
  },
  'gateway.networking.k8s.io/TCPRoute': OF_ROUTES,
  'gateway.networking.k8s.io/TLSRoute': OF_ROUTES,
  'karpenter.sh/NodePool': {
    'spec.disruption.consolidationPolicy': 'WhenEmptyOrUnderutilized',
    'spec.template.spec.expireAfter': '720h',
  },
  'keda.sh/ScaledJob': {
    'spec.pollingInterval': 30,
    'spec.minReplicaCount': 0,
    'spec.maxReplicaCount': 100,
    'spec.successfulJobsHistoryLimit': 100,
    'spec.failedJobsHistoryLimit': 100,
    'spec.rollout.strategy': 'default',
    'spec.scalingStrategy.strategy': 'default',
    ...within('spec.jobTargetRef', JOB),
  },
  'keda.sh/ScaledObject': {
    'spec.advanced.restoreToOriginalReplicaCount': false,
    ...within('spec.advanced.horizontalPodAutoscalerConfig.behavior', BEHAVIOR),
    'spec.scaleTargetRef.kind': 'Deployment',
    'spec.scaleTargetRef.apiVersion': 'apps/v1',
    'spec.pollingInterval': 30,
    'spec.cooldownPeriod': 300,
    'spec.initialCooldownPeriod': 0,
    'spec.minReplicaCount': 0,
    'spec.maxReplicaCount': 100,
  },
  'networking.k8s.io/NetworkPolicy': {
    'spec.podSelector': {},
    'spec.ingress[].ports[].protocol': 'TCP',
    'spec.egress[].ports[].protocol': 'TCP',
  },
  'networking.istio.io/Gateway': { 'spec.servers[].tls.minProtocolVersion': 'TLSV1_2' },
  'networking.istio.io/VirtualService': { 'spec.gateways': ['mesh'] },
  'policy/PodDisruptionBudget': { 'spec.unhealthyPodEvictionPolicy': 'IfHealthyBudget' },
  'rbac.authorization.k8s.io/ClusterRoleBinding': BINDING,
  'rbac.authorization.k8s.io/RoleBinding': BINDING,
  'scheduling.k8s.io/PriorityClass': { globalDefault: false, preemptionPolicy: 'PreemptLowerPriority' },
  'security.istio.io/AuthorizationPolicy': { 'spec.action': 'ALLOW' },
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
