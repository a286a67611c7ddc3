import { describe, expect, test } from 'vitest';
import { nodePoolOf } from '../../../platform/constructs/node-pool.ts';
import { at, every, type Json, listAt, one, textAt } from '../../manifest-reader.ts';
import {
  EVERY_POD_SENDS_TO,
  openings,
  PROMETHEUS_READS,
} from '../../platform/constructs/network-openings.ts';
import { contextOf, renderUnit } from '../../render-unit.ts';

const CLUSTERS = ['triptrip-production', 'triptrip-dr', 'triptrip-staging', 'triptrip-dev'] as const;
const PRODUCTION = 'triptrip-production';
const PLACE = { name: 'triptrip-queue-worker', namespace: 'triptrip-workers' };

const worker = (cluster: string = PRODUCTION) => renderUnit('triptrip-queue-worker', cluster);
const scaled = (cluster?: string) => one(worker(cluster), 'ScaledObject');
const trigger = (type: string, cluster?: string) =>
  listAt(scaled(cluster), 'spec.triggers').find((each) => at(each, 'type') === type);
const pod = (objects: readonly Json[]) => at(one(objects, 'Deployment'), 'spec.template');

describe.each(CLUSTERS)('the worker of the queue on %s', (cluster) => {
  test('S4-142, S4-267, X-9, X-22: its autoscaler finds it, in the one namespace of all of its objects', () => {
    expect(at(scaled(cluster), 'metadata')).toMatchObject(PLACE);
    expect(at(one(worker(cluster), 'Deployment'), 'metadata')).toMatchObject(PLACE);
    expect(at(scaled(cluster), 'spec.scaleTargetRef')).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: PLACE.name,
    });
    for (const object of worker(cluster)) expect(at(object, 'metadata.namespace')).toBe(PLACE.namespace);
  });

  test('S4-145, X-10, X-47, X-50, X-97: it asks for the queue and the stream of its own cluster', () => {
    const { terraform } = contextOf(cluster).cluster;
    expect(trigger('aws-sqs-queue', cluster)).toEqual({
      type: 'aws-sqs-queue',
      metadata: {
        queueURL: terraform.queues.task?.url,
        queueLength: '10',
        awsRegion: terraform.region,
      },
      authenticationRef: { name: 'keda-aws-credentials' },
    });
    expect(textAt(trigger('aws-sqs-queue', cluster), 'metadata.queueURL')).toContain(terraform.region);
  });

  test('S4-266, X-10: every credential that a trigger names is made: without one none of them would scale', () => {
    const made = [...renderUnit('triptrip', cluster), ...worker(cluster)]
      .filter((object) => object.kind === 'TriggerAuthentication')
      .filter((object) => at(object, 'metadata.namespace') === PLACE.namespace)
      .map((object) => at(object, 'metadata.name'));
    const named = listAt(scaled(cluster), 'spec.triggers').map((each) => at(each, 'authenticationRef.name'));
    expect(named).toHaveLength(2);
    expect(named.filter((name) => !made.includes(name))).toEqual([]);
  });

  test('S4-146, X-49: no trigger asks brokers that do not exist: it would stop the others', () => {
    expect(contextOf(cluster).cluster.terraform.kafkaBootstrapServers).toBeUndefined();
    expect(listAt(scaled(cluster), 'spec.triggers').map((each) => at(each, 'type'))).toEqual([
      'aws-sqs-queue',
      'redis-cluster-streams',
    ]);
    expect(at(one(worker(cluster), 'ConfigMap'), 'data.KAFKA_BOOTSTRAP_SERVERS')).toBeUndefined();
  });

  test('X-24: it runs on Spot nodes, and tolerates what they have', () => {
    const pool = nodePoolOf(contextOf(cluster).cluster, 'spot');
    expect(pool?.spot).toBe('all');
    const spec = at(pod(worker(cluster)), 'spec');
    expect(at(spec, 'nodeSelector')).toEqual(pool?.selector);
    expect(pool?.taints.length).toBeGreaterThan(0);
    expect(at(spec, 'tolerations')).toEqual(
      pool?.taints.map(({ key, value, effect }) => ({ key, operator: 'Equal', value, effect })),
    );
  });

  test('the quota has room for both workers at their largest, so that neither holds up the other', () => {
    const quota = every(renderUnit('namespaces', cluster), 'ResourceQuota').find(
      (object) => at(object, 'metadata.namespace') === PLACE.namespace,
    );
    const most = [renderUnit('triptrip-worker', cluster), worker(cluster)].map((objects) => {
      const [hpa] = every(objects, 'HorizontalPodAutoscaler');
      return Number(
        hpa ? at(hpa, 'spec.maxReplicas') : at(one(objects, 'ScaledObject'), 'spec.maxReplicaCount'),
      );
    });
    const pods = most.reduce((sum, max) => sum + max + Math.ceil(max / 4), 0);
    expect(at(quota, 'spec.hard.pods')).toBe(pods);
    // Either requests 250m, and 50m for its proxy.
    const cpu = textAt(quota, 'spec.hard["requests.cpu"]');
    expect(Number.parseFloat(cpu) * (cpu.endsWith('m') ? 1 : 1000)).toBe(pods * 300);
  });
});

test.each([
  [PRODUCTION, 1, 50, 5],
  ['triptrip-dr', 1, 50, 5],
  ['triptrip-staging', 1, 20, 2],
  ['triptrip-dev', 1, 10, 1],
])(
  'S4-143, S4-144: on %s from %d to %d pods, and %d while numbers are missing',
  (cluster, min, max, least) => {
    expect(at(scaled(cluster), 'spec')).toMatchObject({
      pollingInterval: 15,
      minReplicaCount: min,
      maxReplicaCount: max,
      fallback: { failureThreshold: 3, replicas: least, behavior: 'currentReplicasIfHigher' },
    });
  },
);

test('X-46: five minutes before it shrinks, said where one pod always stays', () => {
  expect(at(scaled(), 'spec.cooldownPeriod')).toBeUndefined();
  expect(
    at(scaled(), 'spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds'),
  ).toBe(300);
});

test('X-39: the queue of tasks scales this worker and nothing else', () => {
  const url = contextOf(PRODUCTION).cluster.terraform.queues.task?.url;
  const scaling = [
    'triptrip-api',
    'triptrip-worker',
    'triptrip-queue-worker',
    'triptrip-batch-processor',
  ].filter((unit) =>
    renderUnit(unit, PRODUCTION).some(
      (object) =>
        (object.kind === 'ScaledObject' || object.kind === 'ScaledJob') &&
        listAt(object, 'spec.triggers').some((each) => at(each, 'metadata.queueURL') === url),
    ),
  );
  expect(scaling).toEqual(['triptrip-queue-worker']);
});

describe('the stream in the Redis Cluster (S4-147, X-47, X-48)', () => {
  test('is asked by a client of a cluster, under a whole name, with a password', () => {
    expect(trigger('redis-cluster-streams')).toEqual({
      type: 'redis-cluster-streams',
      name: 'stream',
      metricType: 'AverageValue',
      metadata: {
        addresses: 'redis-cluster.triptrip-cache.svc.cluster.local:6379',
        stream: 'events',
        consumerGroup: 'triptrip-workers',
        pendingEntriesCount: '50',
        enableTLS: 'true',
      },
      authenticationRef: { name: 'triptrip-queue-worker-stream' },
    });
    const service = one(renderUnit('redis-cluster', PRODUCTION), 'Service', 'redis-cluster');
    expect(at(service, 'metadata.namespace')).toBe('triptrip-cache');
    expect(listAt(service, 'spec.ports').map((port) => at(port, 'port'))).toContain(6379);
  });

  test('its password is a key of the Secret that the worker itself gets, from where Redis has it', () => {
    const [reference, ...certificate] = listAt(
      one(worker(), 'TriggerAuthentication', 'triptrip-queue-worker-stream'),
      'spec.secretTargetRef',
    );
    // KEDA shows the certificate of the worker: Redis answers nobody without one.
    const name = at(one(worker(), 'Certificate'), 'spec.secretName');
    expect(certificate).toEqual([
      { parameter: 'ca', name, key: 'ca.crt' },
      { parameter: 'cert', name, key: 'tls.crt' },
      { parameter: 'key', name, key: 'tls.key' },
    ]);
    const secret = one(worker(), 'ExternalSecret');
    expect(reference).toEqual({
      parameter: 'password',
      name: at(secret, 'spec.target.name'),
      key: 'REDIS_PASSWORD',
    });
    expect(at(secret, 'spec.target.template.data.REDIS_PASSWORD')).toBe('{{ .REDIS_PASSWORD }}');
    expect(listAt(secret, 'spec.data')).toContainEqual({
      secretKey: 'REDIS_PASSWORD',
      remoteRef: { key: 'triptrip/production/redis', property: 'password' },
    });
  });

  test.each(CLUSTERS)('KEDA may reach it on %s, by the policies of both sides', (cluster) => {
    const operator = { namespace: 'keda', labels: { app: 'keda-operator' } };
    const redis = { namespace: 'triptrip-cache', labels: { app: 'redis-cluster' } };
    const objects = ['namespaces', 'keda', 'redis-cluster'].flatMap((unit) => renderUnit(unit, cluster));
    expect(openings(objects, 'egress', operator)).toContain('triptrip-cache app=redis-cluster TCP 6379');
    expect(openings(objects, 'ingress', redis)).toContain('keda app=keda-operator TCP 6379');
  });

  test('where nothing scales by a stream KEDA reaches no store', () => {
    const objects = ['namespaces', 'keda'].flatMap((unit) => renderUnit(unit, 'prod-japan'));
    const open = openings(objects, 'egress', { namespace: 'keda', labels: { app: 'keda-operator' } });
    expect(open.filter((line) => line.includes('6379'))).toEqual([]);
    expect(open.length).toBeGreaterThan(0);
  });
});

test('it may ask its database, Redis and AWS; only Prometheus may ask it', () => {
  const { terraform } = contextOf(PRODUCTION).cluster;
  const objects = ['namespaces', 'triptrip', 'triptrip-queue-worker'].flatMap((unit) =>
    renderUnit(unit, PRODUCTION),
  );
  const pods = { namespace: PLACE.namespace, labels: { app: PLACE.name, track: 'stable' } };
  expect(openings(objects, 'ingress', pods)).toEqual([PROMETHEUS_READS]);
  expect(openings(objects, 'egress', pods)).toEqual(
    [
      ...EVERY_POD_SENDS_TO,
      ...terraform.dataSubnetCidrs.map((cidr) => `${cidr} TCP 5432`),
      'triptrip-cache app=redis-cluster TCP 6379',
      ...terraform.vpcEndpointCidrs.map((cidr) => `${cidr} TCP 443`),
    ].sort(),
  );
});
