import { type Fields, isMapping, KEYS, kept, WHOLE } from './shape.ts';

/** Where an object says that another one is meant: its name, and whether it may be missing. */
const named: Fields = { name: WHOLE, key: WHOLE, optional: WHOLE };

const handler: Fields = {
  httpGet: { port: WHOLE, path: WHOLE, scheme: WHOLE, host: WHOLE },
  tcpSocket: WHOLE,
  grpc: WHOLE,
  // The command itself is the chart's text.
  exec: {},
};

const probe: Fields = {
  ...handler,
  initialDelaySeconds: WHOLE,
  periodSeconds: WHOLE,
  timeoutSeconds: WHOLE,
  failureThreshold: WHOLE,
};

/** Variables from a Secret, and those without which a container does not start. What others are set to may be text. */
function references(variables: unknown): unknown {
  const found = kept(variables, {
    name: WHOLE,
    valueFrom: { secretKeyRef: named, configMapKeyRef: named },
  });
  if (!Array.isArray(found)) return undefined;
  const needed = found.filter((variable: unknown) => {
    const from = isMapping(variable) ? variable.valueFrom : undefined;
    if (!isMapping(from)) return false;
    const { secretKeyRef, configMapKeyRef } = from;
    return secretKeyRef !== undefined || (isMapping(configMapKeyRef) && configMapKeyRef.optional !== true);
  });
  return needed.length === 0 ? undefined : needed;
}

const container: Fields = {
  name: WHOLE,
  image: WHOLE,
  restartPolicy: WHOLE,
  ports: WHOLE,
  env: references,
  envFrom: { prefix: WHOLE, secretRef: named, configMapRef: named },
  resources: WHOLE,
  securityContext: WHOLE,
  volumeMounts: { name: WHOLE, mountPath: WHOLE, subPath: WHOLE, readOnly: WHOLE, mountPropagation: WHOLE },
  volumeDevices: WHOLE,
  readinessProbe: probe,
  livenessProbe: probe,
  startupProbe: probe,
  lifecycle: { preStop: { ...handler, sleep: WHOLE }, postStart: handler },
};

const source: Fields = {
  secret: { secretName: WHOLE, name: WHOLE, optional: WHOLE },
  configMap: named,
  serviceAccountToken: WHOLE,
  downwardAPI: {},
};

const volume: Fields = {
  name: WHOLE,
  ...source,
  projected: { sources: source },
  hostPath: WHOLE,
  emptyDir: WHOLE,
  persistentVolumeClaim: WHOLE,
  csi: { driver: WHOLE, readOnly: WHOLE, nodePublishSecretRef: WHOLE, volumeAttributes: KEYS },
  ephemeral: { volumeClaimTemplate: { spec: WHOLE } },
  nfs: WHOLE,
};

/** What of a pod others have to know: all that a policy, a scheduler or a selector reads. */
export const podSpec: Fields = {
  os: WHOLE,
  serviceAccountName: WHOLE,
  automountServiceAccountToken: WHOLE,
  imagePullSecrets: WHOLE,
  hostNetwork: WHOLE,
  hostPID: WHOLE,
  hostIPC: WHOLE,
  hostUsers: WHOLE,
  securityContext: WHOLE,
  runtimeClassName: WHOLE,
  priorityClassName: WHOLE,
  nodeSelector: WHOLE,
  tolerations: WHOLE,
  affinity: WHOLE,
  topologySpreadConstraints: WHOLE,
  terminationGracePeriodSeconds: WHOLE,
  activeDeadlineSeconds: WHOLE,
  restartPolicy: WHOLE,
  dnsPolicy: WHOLE,
  dnsConfig: WHOLE,
  schedulerName: WHOLE,
  readinessGates: WHOLE,
  initContainers: container,
  containers: container,
  volumes: volume,
};

/** What an operator is told about the pods that it makes: Prometheus, Alertmanager and their like. */
export const operatedSpec: Fields = {
  ...podSpec,
  image: WHOLE,
  replicas: WHOLE,
  shards: WHOLE,
  podMetadata: { labels: WHOLE, annotations: WHOLE },
  portName: WHOLE,
  listenLocal: WHOLE,
  resources: WHOLE,
  secrets: WHOLE,
  configMaps: WHOLE,
  storage: { volumeClaimTemplate: { spec: WHOLE }, emptyDir: WHOLE },
  alerting: WHOLE,
  serviceName: WHOLE,
  version: WHOLE,
  ...Object.fromEntries(
    ['serviceMonitor', 'podMonitor', 'probe', 'rule', 'scrapeConfig', 'alertmanagerConfig'].flatMap(
      (what) => [
        [`${what}Selector`, WHOLE],
        [`${what}NamespaceSelector`, WHOLE],
      ],
    ),
  ),
};
