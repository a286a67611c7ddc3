import { describe, expect, test } from 'vitest';
import { triptrip } from '../../../apps/triptrip/triptrip.ts';
import { triptripQueueWorker } from '../../../apps/triptrip/triptrip-queue-worker.ts';
import { nodePoolOf } from '../../../platform/kit/node-pool.ts';
import { at, type Json, listAt, one, textAt } from '../../manifest-reader.ts';
import { openings, PROMETHEUS_READS } from '../../platform/network-openings.ts';
import { storesOn } from '../declared.ts';
import { clustersOf, contextOf, productionOf, renderUnit } from '../fleet-at-rest.ts';

const CLUSTERS = clustersOf(triptripQueueWorker);
const PRODUCTION = productionOf(triptrip).name;
const { scale } = triptripQueueWorker;
const PLACE = { name: 'triptrip-queue-worker', namespace: 'triptrip-workers' };

/** The stream that it scales by, with the store that has it. */
const STREAMS = storesOn(PRODUCTION).flatMap((endpoint) =>
  scale.stream?.store === endpoint.name ? [{ ...scale.stream, endpoint }] : [],
);

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
        queueLength: String(scale.queue?.messages),
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
    expect(named).toHaveLength(listAt(scaled(cluster), 'spec.triggers').length);
    expect(named.filter((name) => !made.includes(name))).toEqual([]);
  });

  test('S4-146, X-49: no trigger asks brokers that do not exist: it would stop the others', () => {
    const brokers = contextOf(cluster).cluster.terraform.kafkaBootstrapServers;
    expect(listAt(scaled(cluster), 'spec.triggers').map((each) => at(each, 'type'))).toEqual([
      'aws-sqs-queue',
      ...(scale.stream === undefined ? [] : ['redis-cluster-streams']),
      ...(brokers === undefined ? [] : ['apache-kafka']),
    ]);
    expect(at(one(worker(cluster), 'ConfigMap'), 'data.KAFKA_BOOTSTRAP_SERVERS')).toBe(brokers?.join(','));
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
});

test.each(CLUSTERS)('S4-143, S4-144: its bounds on %s, and how many while numbers are missing', (cluster) => {
  const { replicaFactor } = contextOf(cluster).cluster;
  const times = (pods: unknown) => Math.ceil(Number(pods) * replicaFactor);
  expect(at(scaled(cluster), 'spec')).toMatchObject({
    minReplicaCount: Math.max(times(scale.min), Math.min(2, Number(scale.min))),
    maxReplicaCount: times(scale.max),
    fallback: {
      replicas: times(scale.fallback),
      behavior: 'currentReplicasIfHigher',
    },
  });
});

test('X-46: it shrinks by the window of its autoscaler, as one pod always stays', () => {
  expect(at(scaled(), 'spec.cooldownPeriod')).toBeUndefined();
  expect(
    at(scaled(), 'spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds'),
  ).toBeGreaterThan(0);
});

test('X-39: the queue of tasks scales this worker and nothing else', () => {
  const url = contextOf(PRODUCTION).cluster.terraform.queues.task?.url;
  const units = triptrip.filter(({ clusters }) => clusters.includes(PRODUCTION)).map(({ name }) => name);
  const scaling = units.filter((unit) =>
    renderUnit(unit, PRODUCTION).some(
      (object) =>
        (object.kind === 'ScaledObject' || object.kind === 'ScaledJob') &&
        listAt(object, 'spec.triggers').some((each) => at(each, 'metadata.queueURL') === url),
    ),
  );
  expect(scaling).toEqual(['triptrip-queue-worker']);
});

describe.each(STREAMS)('the stream in $store (S4-147, X-47, X-48)', ({ endpoint, ...stream }) => {
  test('is asked by a client of a cluster, under a whole name, with a password', () => {
    const { name, namespace, servicePort } = endpoint;
    expect(trigger('redis-cluster-streams')).toEqual({
      type: 'redis-cluster-streams',
      name: 'stream',
      metricType: 'AverageValue',
      metadata: {
        addresses: `${name}.${namespace}.svc.cluster.local:${servicePort}`,
        stream: stream.name,
        consumerGroup: stream.consumerGroup,
        pendingEntriesCount: String(stream.pendingEntries),
        enableTLS: 'true',
      },
      authenticationRef: { name: 'triptrip-queue-worker-stream' },
    });
    const service = one(renderUnit(name, PRODUCTION), 'Service', name);
    expect(at(service, 'metadata.namespace')).toBe(namespace);
    expect(listAt(service, 'spec.ports').map((port) => at(port, 'port'))).toContain(servicePort);
  });

  test('its password is a key of the Secret that the worker itself gets, from where the store has it', () => {
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
      key: stream.password,
    });
    expect(at(secret, `spec.target.template.data.${stream.password}`)).toBe(`{{ .${stream.password} }}`);
    const own = one(renderUnit(endpoint.name, PRODUCTION), 'ExternalSecret');
    expect(listAt(secret, 'spec.data')).toContainEqual({
      secretKey: stream.password,
      remoteRef: { key: at(own, 'spec.dataFrom[0].extract.key'), property: 'password' },
    });
  });

  test.each(CLUSTERS)('KEDA may reach it on %s, by the policies of both sides', (cluster) => {
    const { name, namespace, labels, containerPort } = endpoint;
    const operator = { namespace: 'keda', labels: { app: 'keda-operator' } };
    const objects = ['namespaces', 'keda', name].flatMap((unit) => renderUnit(unit, cluster));
    expect(openings(objects, 'egress', operator)).toContain(`${namespace} app=${name} TCP ${containerPort}`);
    expect(openings(objects, 'ingress', { namespace, labels })).toContain(
      `keda app=keda-operator TCP ${containerPort}`,
    );
  });
});

test('only Prometheus may ask it', () => {
  const objects = ['namespaces', 'triptrip', 'triptrip-queue-worker'].flatMap((unit) =>
    renderUnit(unit, PRODUCTION),
  );
  const pods = { namespace: PLACE.namespace, labels: { app: PLACE.name, track: 'stable' } };
  expect(openings(objects, 'ingress', pods)).toEqual([PROMETHEUS_READS]);
});
