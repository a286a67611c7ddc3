import { describe, expect, test } from 'vitest';
import { receivesFrom, sendsTo, workload } from '../../../platform/workload/declaration/calls.ts';
import type { JobDeclaration } from '../../../platform/workload/declaration/workload.ts';
import { at, every, listAt, one } from '../../manifest-reader.ts';
import { type Ground, renderProduct } from '../../render-product.ts';
import { openings } from '../network-openings.ts';
import { refusal } from '../refusal.ts';
import { batch, web } from './declarations.ts';

const rendered = (more: Partial<JobDeclaration> = {}, ground: Ground = {}) =>
  renderProduct({ workloads: [batch(more)] }, ground);
const pod = (more?: Partial<JobDeclaration>, ground?: Ground) =>
  at(one(rendered(more, ground), 'ScaledJob'), 'spec.jobTargetRef.template');

describe('a job has what ends, and nothing that waits to be asked', () => {
  const own = (ground?: Ground) =>
    rendered({}, ground)
      .filter((object) => at(object, 'metadata.labels.app') === 'batch')
      .map(({ kind }) => kind)
      .sort();

  test('in the mesh', () => {
    expect(own()).toEqual([
      'ConfigMap',
      'NetworkPolicy',
      'PrometheusRule',
      'ScaledJob',
      'ServiceAccount',
      'Sidecar',
    ]);
  });

  test('outside the mesh', () => {
    expect(own({ cluster: 'sre-portfolio' })).toEqual([
      'ConfigMap',
      'NetworkPolicy',
      'PrometheusRule',
      'ScaledJob',
      'ServiceAccount',
    ]);
  });

  test('no probe, port or drain: nobody sends it requests', () => {
    const container = at(pod(), 'spec.containers[0]');
    for (const field of ['ports', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle']) {
      expect(at(container, field)).toBeUndefined();
    }
    expect(at(container, 'resources')).toEqual({
      requests: { cpu: '500m', memory: '512Mi' },
      limits: { memory: '1Gi' },
    });
    expect(at(pod(), 'spec.topologySpreadConstraints')).toBeUndefined();
  });

  test('no proxy collects metrics that are gone before anybody reads them', () => {
    expect(at(pod(), 'metadata.annotations["sidecar.istio.io/proxyCPU"]')).toBe('50m');
    expect(at(pod(), 'metadata.annotations["prometheus.io/scrape"]')).toBeUndefined();
    const labels = at(pod(), 'metadata.labels');
    expect(openings(rendered(), 'ingress', { namespace: 'shop', labels })).toEqual([]);
  });

  test('its policies find its pods', () => {
    const objects = rendered();
    const labels = at(pod(), 'metadata.labels');
    expect(at(labels, 'app')).toBe('batch');
    expect(at(one(objects, 'Sidecar'), 'spec.workloadSelector.labels')).toEqual({ app: 'batch' });
    expect(at(one(objects, 'NetworkPolicy', 'allow-batch'), 'spec.podSelector.matchLabels')).toEqual({
      app: 'batch',
    });
  });
});

describe('work that began is done', () => {
  test('a new build is for the next Job: KEDA would kill those that run', () => {
    expect(at(one(rendered(), 'ScaledJob'), 'spec.rollout')).toEqual({ strategy: 'gradual' });
  });

  test.each([
    ['cluster-autoscaler', 'cluster-autoscaler.kubernetes.io/safe-to-evict', 'false'],
    ['karpenter', 'karpenter.sh/do-not-disrupt', 'true'],
  ] as const)('%s takes no node away under it to save one', (nodeScaler, annotation, value) => {
    const ground: Ground = { change: (cluster) => ({ ...cluster, nodeScaler }) };
    expect(at(pod({}, ground), `metadata.annotations["${annotation}"]`)).toBe(value);
  });
});

describe('how many, and for how long', () => {
  test('the factor of the cluster, and one Job at the least', () => {
    const most = (max: number, replicaFactor: number) => {
      const ground: Ground = { change: (cluster) => ({ ...cluster, replicaFactor }) };
      return at(one(rendered({ max }, ground), 'ScaledJob'), 'spec.maxReplicaCount');
    };
    expect(most(20, 0.4)).toBe(8);
    expect(most(1, 0.1)).toBe(1);
  });

  test('the quota has room for all of them at once, and for no surge, which Jobs do not have (X-31)', () => {
    const quota = every(rendered({ max: 10 }), 'ResourceQuota').find(
      (object) => at(object, 'metadata.namespace') === 'shop',
    );
    // 500m and 50m, 512Mi and 64Mi, 1Gi and 256Mi: each Job with its proxy.
    expect(at(quota, 'spec.hard')).toEqual({
      pods: 10,
      'requests.cpu': '5500m',
      'requests.memory': '5760Mi',
      'limits.memory': '12800Mi',
    });
  });

  test('a deadline that is declared takes the place of the hour', () => {
    const deadline = (more?: Partial<JobDeclaration>) =>
      at(one(rendered(more), 'ScaledJob'), 'spec.jobTargetRef.activeDeadlineSeconds');
    expect(deadline()).toBe(3600);
    expect(deadline({ deadlineSeconds: 900 })).toBe(900);
  });

  test('KEDA gets its credentials where only a job asks for them (X-10, X-50)', () => {
    const objects = rendered();
    const [trigger] = listAt(one(objects, 'ScaledJob'), 'spec.triggers');
    expect(at(trigger, 'metadata.awsRegion')).toBe('ap-northeast-1');
    const authentication = one(objects, 'TriggerAuthentication');
    expect(at(authentication, 'metadata.namespace')).toBe('shop');
    expect(at(trigger, 'authenticationRef.name')).toBe(at(authentication, 'metadata.name'));
  });
});

describe('refused with a message', () => {
  test.each<[string, Partial<JobDeclaration>, string]>([
    ['no Job at all', { max: 0 }, 'max: found 0, expected a whole number of Jobs from 1'],
    ['half a Job', { max: 1.5 }, 'max: found 1.5, expected a whole number of Jobs from 1'],
    [
      'no message a Job',
      { queue: { name: 'jobs', messages: 0 } },
      'queue.messages: found 0, expected a whole number of messages from 1',
    ],
    [
      'no time',
      { deadlineSeconds: 0 },
      'deadlineSeconds: found 0, expected a whole number of seconds from 1',
    ],
    [
      'a queue that it does not read',
      { calls: [receivesFrom('mails')] },
      'queue.name: found "jobs", expected one that it reads, or more pods would not drain it (X-39): add receivesFrom(\'jobs\') to its calls',
    ],
    ['a queue that it only fills', { calls: [sendsTo('jobs')] }, "add receivesFrom('jobs') to its calls"],
  ])('%s', (_, more, message) => {
    expect(refusal(() => rendered(more))).toContain(message);
    expect(refusal(() => rendered())).toBeUndefined();
  });

  test('a call to a job, where nothing listens', () => {
    expect(
      refusal(() => renderProduct({ workloads: [batch(), web({ calls: [workload('batch')] })] })),
    ).toMatch(/^web calls batch, which is a job: nothing listens there\./);
  });
});
