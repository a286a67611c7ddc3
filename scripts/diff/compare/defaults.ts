import { groupOf } from '../../charts/inventory/cluster-wide.ts';
import { podPathOf } from './pod-path.ts';

/** What the API server writes where a pod leaves a field out. */
const OF_PODS: Readonly<Record<string, unknown>> = {
  restartPolicy: 'Always',
  dnsPolicy: 'ClusterFirst',
  terminationGracePeriodSeconds: 30,
  schedulerName: 'default-scheduler',
  enableServiceLinks: true,
  hostNetwork: false,
  hostPID: false,
  hostIPC: false,
  hostUsers: true,
  shareProcessNamespace: false,
  preemptionPolicy: 'PreemptLowerPriority',
  serviceAccountName: 'default',
  setHostnameAsFQDN: false,
  'containers[].terminationMessagePath': '/dev/termination-log',
  'containers[].terminationMessagePolicy': 'File',
  'containers[].ports[].protocol': 'TCP',
  'containers[].ports[].hostPort': 0,
  'containers[].stdin': false,
  'containers[].stdinOnce': false,
  'containers[].tty': false,
  'containers[].securityContext.privileged': false,
  'containers[].securityContext.allowPrivilegeEscalation': true,
  'containers[].securityContext.readOnlyRootFilesystem': false,
  'containers[].securityContext.procMount': 'Default',
  'containers[].volumeMounts[].readOnly': false,
  'containers[].volumeMounts[].mountPropagation': 'None',
  'containers[].env[].valueFrom.fieldRef.apiVersion': 'v1',
  'containers[].env[].valueFrom.secretKeyRef.optional': false,
  'containers[].env[].valueFrom.configMapKeyRef.optional': false,
  'containers[].env[].valueFrom.resourceFieldRef.divisor': '0',
  'containers[].env[].value': '',
  'containers[].envFrom[].secretRef.optional': false,
  'containers[].envFrom[].configMapRef.optional': false,
  'containers[].envFrom[].prefix': '',
  'securityContext.fsGroupChangePolicy': 'Always',
  'topologySpreadConstraints[].nodeAffinityPolicy': 'Honor',
  'topologySpreadConstraints[].nodeTaintsPolicy': 'Ignore',
  'tolerations[].operator': 'Equal',
  'volumes[].secret.defaultMode': 420,
  'volumes[].secret.optional': false,
  'volumes[].configMap.defaultMode': 420,
  'volumes[].configMap.optional': false,
  'volumes[].downwardAPI.defaultMode': 420,
  'volumes[].projected.defaultMode': 420,
  'volumes[].projected.sources[].serviceAccountToken.expirationSeconds': 3600,
  'volumes[].hostPath.type': '',
  'volumes[].persistentVolumeClaim.readOnly': false,
  'volumes[].csi.readOnly': false,
  'volumes[].emptyDir.medium': '',
};

/** Each kind of probe has the same. */
const OF_PROBES: Readonly<Record<string, unknown>> = {
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
  initialDelaySeconds: 0,
  'httpGet.scheme': 'HTTP',
  'httpGet.path': '/',
  'grpc.service': '',
};

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
  'autoscaling/HorizontalPodAutoscaler': { 'spec.minReplicas': 1 },
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
  'karpenter.sh/NodePool': {
    'spec.disruption.consolidationPolicy': 'WhenEmptyOrUnderutilized',
    'spec.template.spec.expireAfter': '720h',
  },
  'keda.sh/ScaledObject': {
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

const PROBE = /^containers\[\]\.(?:(?:liveness|readiness|startup)Probe|lifecycle\.(?:postStart|preStop))\./;

/** The value that a field has where it is left out; undefined where it has none, or none that is always the same. */
export function defaultOf(
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  shape: string,
): unknown {
  const group = groupOf(apiVersion);
  const own = OF_KINDS[`${group}/${kind}`]?.[shape] ?? OF_GROUPS[group]?.[shape];
  if (own !== undefined) return own;
  const pod = podPathOf(apiVersion, kind);
  if (pod === undefined || !shape.startsWith(`${pod}.`)) return undefined;
  const inPod = shape.slice(pod.length + 1).replace(/^(?:init|ephemeral)Containers/, 'containers');
  const probe = PROBE.exec(inPod);
  if (probe !== null) return OF_PROBES[inPod.slice(probe[0].length)];
  return OF_PODS[inPod];
}
