import { cpuAtLeast, memoryAtLeast } from '../evidence/amounts.ts';
import { on, rendered } from '../model/evidence.ts';
import { absent, exactly, matching } from '../model/expected.ts';
import type { EvidenceById } from '../model/list-source.ts';

const FILE = 'redis-cluster/triptrip-cache/statefulset-redis-cluster.yaml';
const set = rendered(FILE, 'spec');
const pod = rendered(FILE, 'spec.template.spec');
const container = rendered(FILE, 'spec.template.spec.containers[name=redis]');
const files = rendered('redis-cluster/triptrip-cache/configmap-redis-config.yaml', 'data');

export const redisCluster: EvidenceById = {
  'S4-81': [
    rendered(FILE)({
      kind: 'StatefulSet',
      'metadata.name': 'redis-cluster',
      'metadata.namespace': 'triptrip-cache',
      'spec.template.spec.containers[*].name': exactly(['redis']),
    }),
  ],
  'S4-82': [set({ serviceName: 'redis-cluster', replicas: 6, podManagementPolicy: 'Parallel' })],
  'S4-83': [set({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } })],
  'S4-84': [
    set({
      'selector.matchLabels': { app: 'redis-cluster' },
      'template.metadata.labels.app': 'redis-cluster',
    }),
  ],
  'S4-85': [
    pod({ serviceAccountName: 'redis-cluster' }),
    rendered('redis-cluster/triptrip-cache/serviceaccount-redis-cluster.yaml')({ kind: 'ServiceAccount' }),
  ],
  'S4-86': [
    pod({
      'securityContext.runAsNonRoot': true,
      'securityContext.runAsUser': 1000,
      'securityContext.fsGroup': 1000,
      'securityContext.seccompProfile.type': 'RuntimeDefault',
    }),
    container({ 'securityContext.capabilities.drop': ['ALL'] }),
  ],
  'S4-87': [
    container({ image: '{ecr_registry}/docker-hub/library/redis@{images.redis.digest}' }),
    rendered(FILE)({ 'metadata.labels["app.kubernetes.io/version"]': '{images.redis.version}' }),
  ],
  'S4-88': [
    container({
      command: ['redis-server'],
      'args[0]': '/etc/redis/redis.conf',
      'args[1]': '--cluster-enabled',
      'args[2]': 'yes',
      'args[3]': '--cluster-config-file',
      'args[4]': '/data/nodes.conf',
      'args[5]': '--cluster-announce-ip',
    }),
  ],
  'S4-89': [
    container({ 'ports[name=redis].containerPort': 6379, 'ports[name=cluster-bus].containerPort': 16379 }),
  ],
  'S4-90': [
    container({
      'resources.requests.cpu': cpuAtLeast('500m'),
      'resources.requests.memory': memoryAtLeast('1Gi'),
      'resources.limits.cpu': cpuAtLeast('2'),
      'resources.limits.memory': memoryAtLeast('4Gi'),
    }),
  ],
  'S4-91': [
    container({
      'volumeMounts[name=data].mountPath': '/data',
      'volumeMounts[name=config].mountPath': '/etc/redis',
    }),
  ],
  'S4-92': [
    container({
      'readinessProbe.exec.command': ['sh', '/etc/redis/ready.sh'],
      'readinessProbe.periodSeconds': 10,
    }),
    files({ '["ready.sh"]': matching(/cluster_state:ok/) }),
  ],
  'S4-93': [
    container({
      'livenessProbe.exec.command': ['sh', '/etc/redis/alive.sh'],
      'livenessProbe.periodSeconds': 10,
      'startupProbe.exec.command': ['sh', '/etc/redis/started.sh'],
    }),
    files({ '["alive.sh"]': matching(/\^PONG/) }),
  ],
  'S4-94': [
    pod({ 'volumes[name=config].configMap.name': 'redis-config' }),
    files({ '["redis.conf"]': matching(/maxmemory/) }),
  ],
  'S4-95': [
    on(
      pod({
        'affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey':
          'kubernetes.io/hostname',
      }),
      'triptrip-production',
      'triptrip-dr',
    ),
  ],
  'S4-96': [
    pod({
      nodeSelector: { 'workload-type': 'memory' },
      'tolerations[0].value': 'memory',
      'affinity.nodeAffinity': absent,
    }),
  ],
  'S4-97': [
    set({
      'volumeClaimTemplates[0].metadata.name': 'data',
      'volumeClaimTemplates[0].spec': {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'gp3-encrypted',
        resources: { requests: { storage: '50Gi' } },
      },
      'volumeClaimTemplates[*].metadata.name': exactly(['data']),
    }),
  ],
};
