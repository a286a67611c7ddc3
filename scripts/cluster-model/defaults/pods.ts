/** What the API server writes where a pod leaves a field out (`pkg/apis/core/v1/defaults.go`). */
export const OF_PODS = {
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
} as const;

/** Each kind of probe has the same. */
export const OF_PROBES = {
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
  initialDelaySeconds: 0,
  'httpGet.scheme': 'HTTP',
  'httpGet.path': '/',
  'grpc.service': '',
} as const;

const PROBE = /^containers\[\]\.(?:(?:liveness|readiness|startup)Probe|lifecycle\.(?:postStart|preStop))\./;

/** The value that a field of a pod has where it is left out; undefined where it has none. */
export function defaultInPod(shape: string): unknown {
  const [pods, probes]: readonly Readonly<Record<string, unknown>>[] = [OF_PODS, OF_PROBES];
  const inPod = shape.replace(/^(?:init|ephemeral)Containers/, 'containers');
  const probe = PROBE.exec(inPod);
  if (probe !== null) return probes?.[inPod.slice(probe[0].length)];
  return pods?.[inPod];
}
