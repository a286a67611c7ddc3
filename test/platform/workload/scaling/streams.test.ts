import { describe, expect, test } from 'vitest';
import { keda } from '../../../../platform/components/keda/keda.ts';
import type { Endpoint } from '../../../../platform/kit/network/endpoint.ts';
import { unitOf } from '../../../../platform/unit/component.ts';
import type { Unit } from '../../../../platform/unit/unit.ts';
import { waves } from '../../../../platform/unit/waves.ts';
import { receivesFrom, topic, workload } from '../../../../platform/workload/declaration/calls.ts';
import type { WorkerDeclaration } from '../../../../platform/workload/declaration/workload.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, every, listAt, one } from '../../../manifest-reader.ts';
import { type Ground, renderProduct } from '../../../render-product.ts';
import { openings } from '../../network-openings.ts';
import { refusal } from '../../refusal.ts';
import { runner, web } from '../declarations.ts';

const { clusterOf, fleet } = frozenFleet;

const redis: Endpoint = {
  name: 'redis',
  namespace: 'stores',
  serviceAccount: 'redis',
  labels: { app: 'redis' },
  servicePort: 6379,
  containerPort: 6380,
  protocol: 'tcp',
};
const stores: Unit = {
  name: 'redis',
  project: 'shop',
  namespace: 'stores',
  wave: waves.foundations,
  clusters: ['prod-japan'],
  endpoints: [redis],
  build: () => {},
};
const BROKERS = ['b-1.events.example.com:9098', 'b-2.events.example.com:9098'];

const stream = {
  store: 'redis',
  name: 'events',
  consumerGroup: 'runners',
  pendingEntries: 50,
  password: 'PASS',
};
const byStream: Partial<WorkerDeclaration> = {
  scale: { min: 1, max: 9, stream },
  calls: [workload('redis')],
  secrets: { PASS: 'redis' },
};
const byTopic: Partial<WorkerDeclaration> = {
  scale: { min: 1, max: 9, cpu: 70, topic: { name: 'bookings', consumerGroup: 'runners', lag: 100 } },
  calls: [topic('bookings')],
};
const withKafka: Ground['change'] = (cluster) => ({
  ...cluster,
  terraform: { ...cluster.terraform, kafkaBootstrapServers: BROKERS },
});

function rendered(more: Partial<WorkerDeclaration>, change?: Ground['change']) {
  const beside = [stores, unitOf(keda, fleet)];
  return renderProduct({ workloads: [runner(more), web()] }, { beside, ...(change && { change }) });
}

const operator = { namespace: 'keda', labels: { app: 'keda-operator' } };
const runners = { namespace: 'shop', labels: { app: 'runner', track: 'stable' } };
const dataSubnets = clusterOf('prod-japan').terraform.dataSubnetCidrs;

describe('a stream in a Redis Cluster', () => {
  test('KEDA asks at the port of the Service, and the policies open the port of the pods (X-47, X-48)', () => {
    const objects = rendered(byStream);
    const [trigger] = listAt(one(objects, 'ScaledObject'), 'spec.triggers');
    expect(trigger).toMatchObject({
      type: 'redis-cluster-streams',
      metadata: { addresses: 'redis.stores.svc.cluster.local:6379' },
    });
    expect(openings(objects, 'egress', operator)).toContain('stores app=redis TCP 6380');
    expect(openings(rendered({}), 'egress', operator).join()).not.toContain('stores');
  });

  test('KEDA gets the password by a key that the Secret of the workload has (X-10)', () => {
    const objects = rendered({ ...byStream, secretName: 'keys' });
    expect(at(one(objects, 'TriggerAuthentication', 'runner-stream'), 'spec')).toEqual({
      secretTargetRef: [{ parameter: 'password', name: 'keys', key: 'PASS' }],
    });
    expect(at(one(objects, 'ExternalSecret'), 'spec.target.name')).toBe('keys');
  });

  test.each<[string, Partial<WorkerDeclaration>, string]>([
    [
      'is none of its secrets',
      { secrets: { OTHER: 'redis' } },
      'scale.stream.password: found "PASS", expected the name of one of its secrets',
    ],
    [
      'is not called: more pods would not drain it (X-39)',
      { calls: [] },
      "expected one that it reads, or more pods would not drain it (X-39): add workload('redis') to its calls",
    ],
    [
      'stands in a service',
      { calls: [workload('web')], scale: { min: 1, max: 9, stream: { ...stream, store: 'web' } } },
      'runner scales by a stream in web, which is not a store. Name a Redis Cluster.',
    ],
    [
      'takes no entry a pod',
      { scale: { min: 1, max: 9, stream: { ...stream, pendingEntries: 0 } } },
      'scale.stream.pendingEntries: found 0, expected a whole number of entries from 1',
    ],
  ])('refused: it %s', (_, more, message) => {
    expect(refusal(() => rendered({ ...byStream, ...more }))).toContain(message);
    expect(refusal(() => rendered(byStream))).toBeUndefined();
  });
});

describe('a topic of Kafka', () => {
  test('without Kafka there is no trigger for it: one that cannot be built stops all others (X-49)', () => {
    const objects = rendered(byTopic);
    expect(listAt(one(objects, 'ScaledObject'), 'spec.triggers').map((each) => at(each, 'type'))).toEqual([
      'cpu',
    ]);
    expect(every(objects, 'TriggerAuthentication')).toEqual([]);
    expect(every(objects, 'ConfigMap')).toEqual([]);
  });

  test('with it: brokers of Terraform, TLS and the role of the cluster', () => {
    const objects = rendered(byTopic, withKafka);
    expect(listAt(one(objects, 'ScaledObject'), 'spec.triggers')[1]).toEqual({
      type: 'apache-kafka',
      name: 'topic',
      metricType: 'AverageValue',
      metadata: {
        bootstrapServers: BROKERS.join(','),
        consumerGroup: 'runners',
        topic: 'bookings',
        lagThreshold: '100',
        tls: 'enable',
        sasl: 'aws_msk_iam',
        awsRegion: 'ap-northeast-1',
      },
      authenticationRef: { name: 'keda-aws-credentials' },
    });
    expect(at(one(objects, 'TriggerAuthentication'), 'metadata.name')).toBe('keda-aws-credentials');
    expect(at(one(objects, 'ConfigMap'), 'data.KAFKA_BOOTSTRAP_SERVERS')).toBe(BROKERS.join(','));
  });

  test('with it, KEDA and the worker reach the brokers and the proxy knows them; without it, nobody does', () => {
    const lines = dataSubnets.map((cidr) => `${cidr} TCP 9098`);
    expect(lines.length).toBeGreaterThan(0);
    const hosts = BROKERS.map((broker) => `./${broker.split(':')[0]}`);
    const open = rendered(byTopic, withKafka);
    const closed = rendered(byTopic);
    for (const pods of [operator, runners]) {
      expect(openings(open, 'egress', pods)).toEqual(expect.arrayContaining(lines));
      expect(openings(closed, 'egress', pods).join()).not.toContain('9098');
    }
    expect(listAt(one(open, 'Sidecar', 'runner'), 'spec.egress[0].hosts')).toEqual(
      expect.arrayContaining(hosts),
    );
    const entry = one(open, 'ServiceEntry', 'b-1-events-example-com');
    expect(listAt(entry, 'spec.ports')).toEqual([{ number: 9098, name: 'tls-9098', protocol: 'TLS' }]);
  });

  test('as the only target it would leave the number to nobody where there is no Kafka', () => {
    const alone = {
      ...byTopic,
      scale: { min: 1, max: 9, topic: { name: 'bookings', consumerGroup: 'a', lag: 1 } },
    };
    expect(refusal(() => rendered(alone))).toBe(
      'runner scales by a topic alone, and prod-japan has no Kafka. Add a target that every cluster has, such as cpu.',
    );
    expect(refusal(() => rendered(alone, withKafka))).toBeUndefined();
  });
});

describe('what is left while KEDA cannot read its numbers', () => {
  const fallback = (scale: WorkerDeclaration['scale'], replicaFactor = 1) => {
    const objects = rendered({ calls: [receivesFrom('jobs')], scale }, (cluster) => ({
      ...cluster,
      replicaFactor,
    }));
    return at(one(objects, 'ScaledObject'), 'spec.fallback.replicas');
  };
  const jobs = { name: 'jobs', messages: 5 };

  test('the declared number, in the proportion of the cluster and within the bounds', () => {
    expect(fallback({ min: 1, max: 50, fallback: 5, queue: jobs })).toBe(5);
    expect(fallback({ min: 1, max: 50, fallback: 5, queue: jobs }, 0.4)).toBe(2);
    expect(fallback({ min: 4, max: 50, fallback: 2, queue: jobs })).toBe(4);
    expect(fallback({ min: 4, max: 8, fallback: 8, queue: jobs }, 2)).toBe(16);
  });

  test('is nothing that an HPA could promise', () => {
    expect(refusal(() => rendered({ scale: { min: 1, max: 9, cpu: 70, fallback: 5 } }))).toContain(
      'scale.fallback: found 5, expected nothing: it is for numbers that KEDA reads',
    );
  });
});

test('on Spot nodes a zone that is sold out holds up no pod in the others', () => {
  const zones = (capacityType: 'SPOT' | 'ON_DEMAND') => {
    const objects = rendered({}, (cluster) => {
      const { general } = cluster.terraform.nodeGroups;
      if (general === undefined) throw new Error('The cluster has no general group.');
      const nodeGroups = { ...cluster.terraform.nodeGroups, general: { ...general, capacityType } };
      return { ...cluster, terraform: { ...cluster.terraform, nodeGroups } };
    });
    const template = at(one(objects, 'Deployment', 'runner'), 'spec.template');
    const [zone] = listAt(template, 'spec.topologySpreadConstraints');
    return [at(zone, 'whenUnsatisfiable'), at(zone, 'minDomains')];
  };
  // The API server refuses minDomains where nothing is forced.
  expect(zones('SPOT')).toEqual(['ScheduleAnyway', undefined]);
  expect(zones('ON_DEMAND')).toEqual(['DoNotSchedule', 2]);
});
