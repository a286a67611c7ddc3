import { query } from '../../../requirements/model/query.ts';
import { add, type Breakage, deleted, drop, ofNamespaces, only, set } from '../breakage.ts';

import { api, budgets, quotas, TRIPTRIP } from './files.ts';

export const amounts: readonly Breakage[] = [
  {
    says: 'a quota of one pod',
    row: 'S4-283',
    files: ofNamespaces((name) => `namespaces/${name}/resourcequota-quota.yaml`, TRIPTRIP),
    change: (document) =>
      query(document, 'spec.hard.pods') === 0 ? undefined : set('spec.hard.pods', 1)(document),
  },
  {
    says: 'a quota without memory',
    row: 'S4-283',
    files: quotas,
    change: drop('spec.hard["limits.memory"]'),
  },
  { says: 'a quota deleted', row: 'S4-283', files: quotas, change: deleted },
  {
    says: 'a quota that demands a limit of CPU',
    row: 'S4-283',
    files: quotas,
    change: add(['spec', 'hard', 'limits.cpu'], '10'),
  },
  {
    says: 'no default of memory',
    row: 'S4-281',
    files: ofNamespaces((name) => `namespaces/${name}/limitrange-defaults.yaml`, TRIPTRIP),
    change: drop('spec.limits[0].default'),
  },
  {
    says: 'the most pods are the least',
    row: 'S4-119',
    files: api('scaledobject-triptrip-api'),
    change: set('spec.maxReplicaCount', 5),
  },
  {
    says: 'the autoscaler of another workload',
    row: 'S4-118',
    files: api('scaledobject-triptrip-api'),
    change: set('spec.scaleTargetRef.name', 'triptrip-web'),
  },
  {
    says: 'no trigger but CPU',
    row: 'S4-210',
    files: api('scaledobject-triptrip-api'),
    change: drop('spec.triggers[1]'),
  },
  {
    says: 'CPU of the pod',
    row: 'S4-120',
    files: api('scaledobject-triptrip-api'),
    change: drop('spec.triggers[type=cpu].metadata.containerName'),
  },
  {
    says: 'down at once',
    row: 'S4-124',
    files: api('scaledobject-triptrip-api'),
    change: set(
      'spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds',
      0,
    ),
  },
  {
    says: 'pods resized by themselves',
    row: 'S4-127',
    files: api('verticalpodautoscaler-triptrip-api-vpa'),
    change: set('spec.updatePolicy.updateMode', 'Auto'),
  },
  {
    says: 'a budget of none',
    row: 'S4-284',
    files: budgets,
    change: (document) => set('spec.maxUnavailable', '100%')(set('spec.minAvailable', 0)(document)),
  },
  { says: 'a budget deleted', row: 'S4-284', files: budgets, change: deleted },
  {
    says: 'a budget of other pods',
    row: 'S4-284',
    files: budgets,
    change: set('spec.selector', { matchLabels: { app: 'other' } }),
  },
  {
    says: 'a second Redis node lost in a drain',
    row: 'S4-284',
    files: only('redis-cluster/triptrip-cache/poddisruptionbudget-redis-cluster.yaml'),
    change: set('spec.maxUnavailable', 3),
  },
  {
    says: 'Redis without two of its nodes',
    row: 'S4-82',
    files: only('redis-cluster/triptrip-cache/statefulset-redis-cluster.yaml'),
    change: set('spec.replicas', 4),
  },
  {
    says: 'volumes of Redis in the clear',
    row: 'S4-97',
    files: only('redis-cluster/triptrip-cache/statefulset-redis-cluster.yaml'),
    change: set('spec.volumeClaimTemplates[0].spec.storageClassName', 'gp2'),
  },
  {
    says: 'volumes without encryption',
    row: 'S4-265',
    files: only('storage-classes/_cluster/storageclass-gp3-encrypted.yaml'),
    change: set('parameters.encrypted', 'false'),
  },
  {
    says: 'the queue of nobody',
    row: 'S4-145',
    files: only('triptrip-queue-worker/triptrip-workers/scaledobject-triptrip-queue-worker.yaml'),
    change: set('spec.triggers[type=aws-sqs-queue].metadata.queueLength', '10000'),
  },
];
