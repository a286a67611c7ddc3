import { cpuAtLeast, memoryAtLeast } from '../evidence/amounts.ts';
import { on, rendered } from '../model/evidence.ts';
import { absent, exactly, matching } from '../model/expected.ts';
import { done, otherwise, type Row, type Section } from '../model/row.ts';

const FILE = 'redis-cluster/triptrip-cache/statefulset-redis-cluster.yaml';
const set = rendered(FILE, 'spec');
const pod = rendered(FILE, 'spec.template.spec');
const container = rendered(FILE, 'spec.template.spec.containers[name=redis]');
const files = rendered('redis-cluster/triptrip-cache/configmap-redis-config.yaml', 'data');

export const redisCluster: Section<Row> = {
  title: 'Redis Cluster',
  entries: [
    done(
      'S4-81',
      'K',
      'A StatefulSet in `triptrip-cache`',
      rendered(FILE)({
        kind: 'StatefulSet',
        'metadata.name': 'redis-cluster',
        'metadata.namespace': 'triptrip-cache',
        'spec.template.spec.containers[*].name': exactly(['redis']),
      }),
    ),
    done(
      'S4-82',
      'K',
      'Six replicas, started together',
      set({ serviceName: 'redis-cluster', replicas: 6, podManagementPolicy: 'Parallel' }),
    ),
    done(
      'S4-83',
      'K',
      'A rolling update of all',
      set({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } }),
    ),
    done(
      'S4-84',
      'K',
      'Selected by the label `app`',
      set({
        'selector.matchLabels': { app: 'redis-cluster' },
        'template.metadata.labels.app': 'redis-cluster',
      }),
    ),
    done(
      'S4-85',
      'K',
      'A ServiceAccount',
      pod({ serviceAccountName: 'redis-cluster' }),
      rendered('redis-cluster/triptrip-cache/serviceaccount-redis-cluster.yaml')({ kind: 'ServiceAccount' }),
    ),
    otherwise(
      'S4-86',
      'K',
      'User and group of the pod',
      'And all else that the level restricted wants (X-29).',
      pod({
        'securityContext.runAsNonRoot': true,
        'securityContext.runAsUser': 1000,
        'securityContext.fsGroup': 1000,
        'securityContext.seccompProfile.type': 'RuntimeDefault',
      }),
      container({ 'securityContext.capabilities.drop': ['ALL'] }),
    ),
    otherwise(
      'S4-87',
      'K',
      'Redis 7.2 on Alpine',
      'By digest, through the registry of the own region (X-108).',
      container({ image: '{ecr_registry}/docker-hub/library/redis@{images.redis.digest}' }),
      rendered(FILE)({ 'metadata.labels["app.kubernetes.io/version"]': '{images.redis.version}' }),
    ),
    otherwise(
      'S4-88',
      'K',
      'Command and arguments',
      'With the address that a node announces: without it no cluster survives a restart (X-99).',
      container({
        command: ['redis-server'],
        'args[0]': '/etc/redis/redis.conf',
        'args[1]': '--cluster-enabled',
        'args[2]': 'yes',
        'args[3]': '--cluster-config-file',
        'args[4]': '/data/nodes.conf',
        'args[5]': '--cluster-announce-ip',
      }),
    ),
    done(
      'S4-89',
      'K',
      'Ports of clients and of the bus',
      container({ 'ports[name=redis].containerPort': 6379, 'ports[name=cluster-bus].containerPort': 16379 }),
    ),
    done(
      'S4-90',
      'K',
      'Requests and limits',
      container({
        'resources.requests.cpu': cpuAtLeast('500m'),
        'resources.requests.memory': memoryAtLeast('1Gi'),
        'resources.limits.cpu': cpuAtLeast('2'),
        'resources.limits.memory': memoryAtLeast('4Gi'),
      }),
    ),
    done(
      'S4-91',
      'K',
      'Data and settings mounted',
      container({
        'volumeMounts[name=data].mountPath': '/data',
        'volumeMounts[name=config].mountPath': '/etc/redis',
      }),
    ),
    otherwise(
      'S4-92',
      'K',
      'Ready when a ping is answered',
      'Ready when the state of the cluster is good and a replica has its data (X-100).',
      container({
        'readinessProbe.exec.command': ['sh', '/etc/redis/ready.sh'],
        'readinessProbe.periodSeconds': 10,
      }),
      files({ '["ready.sh"]': matching(/cluster_state:ok/) }),
    ),
    otherwise(
      'S4-93',
      'K',
      'Alive when a ping is answered, after 30 s',
      'A startup probe waits for the data; then the answer is read (X-100).',
      container({
        'livenessProbe.exec.command': ['sh', '/etc/redis/alive.sh'],
        'livenessProbe.periodSeconds': 10,
        'startupProbe.exec.command': ['sh', '/etc/redis/started.sh'],
      }),
      files({ '["alive.sh"]': matching(/\^PONG/) }),
    ),
    done(
      'S4-94',
      'K',
      'Settings from `redis-config`',
      pod({ 'volumes[name=config].configMap.name': 'redis-config' }),
      files({ '["redis.conf"]': matching(/maxmemory/) }),
    ),
    done(
      'S4-95',
      'K',
      'A host for each',
      on(
        pod({
          'affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey':
            'kubernetes.io/hostname',
        }),
        'triptrip-production',
        'triptrip-dr',
      ),
    ),
    otherwise(
      'S4-96',
      'K',
      'Memory or general nodes, no tolerations',
      'Memory nodes alone, whose taint is tolerated (X-23).',
      pod({
        nodeSelector: { 'workload-type': 'memory' },
        'tolerations[0].value': 'memory',
        'affinity.nodeAffinity': absent,
      }),
    ),
    done(
      'S4-97',
      'K',
      '50Gi for each, encrypted',
      set({
        'volumeClaimTemplates[0].metadata.name': 'data',
        'volumeClaimTemplates[0].spec': {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'gp3-encrypted',
          resources: { requests: { storage: '50Gi' } },
        },
        'volumeClaimTemplates[*].metadata.name': exactly(['data']),
      }),
    ),
  ],
};
