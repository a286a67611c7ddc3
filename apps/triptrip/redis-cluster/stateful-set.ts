import { createHash } from 'node:crypto';
import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import type { Cluster } from '../../../clusters/index.ts';
import { ENCRYPTED_VOLUMES } from '../../../platform/components/storage-classes/address.ts';
import { add } from '../../../platform/kit/manifest.ts';
import { serviceHost } from '../../../platform/kit/names.ts';
import { confinedContainer } from '../../../platform/kit/pod-hardening.ts';
import type { Resources } from '../../../platform/kit/resources.ts';
import { CERTIFICATE, certificateMount, certificateVolume } from './certificate.ts';
import { CREDENTIALS, CREDENTIALS_FILE, redisCliPassword } from './credentials.ts';
import { nodeFiles } from './files.ts';
import { redisImage } from './image.ts';
import { podSecurity } from './pod-security.ts';
import { quantities } from './quantities.ts';
import { BUS_PORT, cliOptions, labelsOf, NAME, NAMESPACE, NODES, PORT, SELECTOR } from './redis-cluster.ts';
import { scheduling } from './scheduling.ts';

/** The ConfigMap with the settings and the probes of a node (S4-261). */
const CONFIGURATION = 'redis-config';

/** Of one node (S4-90). `maxmemory` in redis.conf leaves part of the limit free. */
export const NODE_RESOURCES: Resources = {
  requests: { cpu: '500m', memory: '1Gi' },
  limits: { cpu: '2', memory: '4Gi' },
};

/** The nodes with their settings and volumes (S4-81 to S4-97). */
export function addStatefulSet(scope: Construct, cluster: Cluster): void {
  const image = redisImage(cluster);
  const labels = { ...labelsOf(), 'app.kubernetes.io/version': image.version };
  add(scope, k8s.KubeConfigMap, {
    metadata: { name: CONFIGURATION, namespace: NAMESPACE, labels: labelsOf() },
    data: { ...nodeFiles },
  });
  add(scope, k8s.KubeStatefulSet, {
    metadata: {
      name: NAME,
      namespace: NAMESPACE,
      labels,
      // A node reads both when it starts; Reloader restarts the nodes when a Secret changes.
      annotations: { 'secret.reloader.stakater.com/reload': `${CREDENTIALS},${CERTIFICATE}` },
    },
    spec: {
      serviceName: NAME,
      replicas: NODES,
      // All at once: a cluster of one node has no majority and would never let the second one start.
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      // Time for the others to see the node before the next one goes.
      minReadySeconds: 10,
      selector: { matchLabels: { ...SELECTOR } },
      template: {
        metadata: {
          labels,
          annotations: {
            'kubectl.kubernetes.io/default-container': 'redis',
            // A node reads its settings when it starts, so a change of them must restart it.
            'checksum/config': digestOf(nodeFiles),
          },
        },
        spec: {
          serviceAccountName: NAME,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          priorityClassName: 'critical',
          // For the handover, and to write what is in memory to the volume.
          terminationGracePeriodSeconds: 120,
          securityContext: podSecurity,
          containers: [redis(image.reference)],
          volumes: [
            { name: 'config', configMap: { name: CONFIGURATION } },
            {
              name: 'credentials',
              secret: {
                secretName: CREDENTIALS,
                defaultMode: 0o440,
                items: [{ key: CREDENTIALS_FILE, path: CREDENTIALS_FILE }],
              },
            },
            certificateVolume,
          ],
          ...scheduling(cluster),
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data', labels: labelsOf() },
          spec: {
            accessModes: ['ReadWriteOnce'],
            storageClassName: ENCRYPTED_VOLUMES,
            resources: { requests: { storage: k8s.Quantity.fromString('50Gi') } },
          },
        },
      ],
    },
  });
}

function redis(image: string): k8s.Container {
  return {
    name: 'redis',
    image,
    imagePullPolicy: 'IfNotPresent',
    command: ['redis-server'],
    // The kubelet fills in the variables: no shell is needed. An address is announced because nodes would otherwise
    // have to guess it, and it changes with every restart.
    args: [
      '/etc/redis/redis.conf',
      ...['--cluster-enabled', 'yes'],
      ...['--cluster-config-file', '/data/nodes.conf'],
      ...['--cluster-announce-ip', '$(POD_IP)'],
      ...['--cluster-announce-hostname', `$(POD_NAME).${serviceHost(NAME, NAMESPACE)}`],
    ],
    env: [field('POD_IP', 'status.podIP'), field('POD_NAME', 'metadata.name'), cliOptions, redisCliPassword],
    ports: [
      { name: 'redis', containerPort: PORT, protocol: 'TCP' },
      { name: 'cluster-bus', containerPort: BUS_PORT, protocol: 'TCP' },
    ],
    resources: quantities(NODE_RESOURCES),
    // Ten minutes to read the data of a full node from its volume.
    startupProbe: { ...run('started.sh'), periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 120 },
    readinessProbe: { ...run('ready.sh'), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    livenessProbe: { ...run('alive.sh'), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    lifecycle: { preStop: run('hand-over.sh') },
    securityContext: confinedContainer,
    volumeMounts: [
      { name: 'data', mountPath: '/data' },
      { name: 'config', mountPath: '/etc/redis', readOnly: true },
      { name: 'credentials', mountPath: '/etc/redis-credentials', readOnly: true },
      certificateMount,
    ],
  };
}

/** Through the shell, because files of a ConfigMap are not executable. */
function run(script: keyof typeof nodeFiles): { exec: k8s.ExecAction } {
  return { exec: { command: ['sh', `/etc/redis/${script}`] } };
}

function field(name: string, fieldPath: string): k8s.EnvVar {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

function digestOf(files: Readonly<Record<string, string>>): string {
  return createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
}
