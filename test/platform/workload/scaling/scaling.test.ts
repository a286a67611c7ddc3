import { describe, expect, test } from 'vitest';
import { database, receivesFrom, sendsTo } from '../../../../platform/workload/declaration/calls.ts';
import type { Scale } from '../../../../platform/workload/declaration/scale.ts';
import type { WorkloadDeclaration } from '../../../../platform/workload/declaration/workload.ts';
import { at, every, type Json, listAt, one, textAt } from '../../../manifest-reader.ts';
import { type Ground, renderProduct } from '../../../render-product.ts';
import { refusal } from '../../refusal.ts';
import { runner, web } from '../declarations.ts';

const jobs = { calls: [receivesFrom('jobs')] };
const byJobs = { min: 2, max: 9, queue: { name: 'jobs', messages: 5 } } as const;

function rendered(scale: Scale, more: Partial<WorkloadDeclaration> = {}, ground: Ground = {}) {
  const { kind, ...rest } = more;
  return renderProduct(
    { workloads: [kind === 'worker' ? runner({ ...rest, scale }) : web({ ...rest, scale })] },
    ground,
  );
}

/** What owns the number of pods: kinds of autoscalers, and the number in the Deployment. */
function owners(objects: readonly Json[]) {
  return {
    autoscalers: objects
      .filter(({ kind }) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject')
      .map(({ kind }) => kind),
    replicas: at(one(objects, 'Deployment'), 'spec.replicas'),
  };
}

describe('one owner of the number of pods: two would fight over it (X-35, X-42)', () => {
  test('a declared number stands in the Deployment, and nothing scales it', () => {
    expect(owners(rendered({ replicas: 4 }))).toEqual({ autoscalers: [], replicas: 4 });
  });

  test('CPU alone needs no more than an HPA', () => {
    expect(owners(rendered({ min: 3, max: 12, cpu: 70 }))).toEqual({
      autoscalers: ['HorizontalPodAutoscaler'],
      replicas: undefined,
    });
  });

  test.each<[string, Scale]>([
    ['requests', { min: 3, max: 12, requestsPerSecond: 100 }],
    ['a queue', byJobs],
    ['all three', { ...byJobs, cpu: 70, requestsPerSecond: 100 }],
  ])('%s: KEDA, which makes the HPA itself', (_, scale) => {
    expect(owners(rendered(scale, jobs))).toEqual({ autoscalers: ['ScaledObject'], replicas: undefined });
  });

  test('the autoscaler moves the stable Deployment, which exists', () => {
    for (const objects of [rendered({ min: 3, max: 12, cpu: 70 }), rendered(byJobs, jobs)]) {
      const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
      const autoscaler = every(objects, 'HorizontalPodAutoscaler')[0] ?? one(objects, 'ScaledObject');
      expect(at(autoscaler, 'spec.scaleTargetRef')).toEqual(target);
      expect(at(one(objects, 'VerticalPodAutoscaler'), 'spec.targetRef')).toEqual(target);
      expect(one(objects, 'Deployment', 'web')).toBeDefined();
    }
  });

  test('the vertical autoscaler recommends only, and never for the proxy (X-35, X-36)', () => {
    const vertical = one(rendered({ min: 3, max: 12, cpu: 70 }), 'VerticalPodAutoscaler');
    expect(at(vertical, 'spec.updatePolicy.updateMode')).toBe('Off');
    expect(listAt(vertical, 'spec.resourcePolicy.containerPolicies')).toEqual([
      {
        containerName: 'app',
        minAllowed: { cpu: '100m', memory: '128Mi' },
        maxAllowed: { cpu: '800m', memory: '512Mi' },
        controlledResources: ['cpu', 'memory'],
        controlledValues: 'RequestsOnly',
      },
      { containerName: '*', mode: 'Off' },
    ]);
  });
});

describe('what drives it', () => {
  const triggersOf = (scale: Scale, more: Partial<WorkloadDeclaration> = jobs) =>
    listAt(one(rendered(scale, more), 'ScaledObject'), 'spec.triggers');

  test('CPU of the container: the proxy would drown it (X-40)', () => {
    const metric = at(
      one(rendered({ min: 3, max: 12, cpu: 65 }, { component: 'api' }), 'HorizontalPodAutoscaler'),
      'spec.metrics',
    );
    expect(metric).toEqual([
      {
        type: 'ContainerResource',
        containerResource: {
          name: 'cpu',
          container: 'api',
          target: { type: 'Utilization', averageUtilization: 65 },
        },
      },
    ]);
    expect(triggersOf({ ...byJobs, cpu: 65 }, { ...jobs, component: 'api' })[0]).toEqual({
      type: 'cpu',
      metricType: 'Utilization',
      metadata: { value: '65', containerName: 'api' },
    });
  });

  test('requests of the stable pods, asked by a whole name: KEDA resolves in its own namespace (X-47)', () => {
    const [trigger] = triggersOf({ min: 3, max: 12, requestsPerSecond: 250 });
    expect(trigger).toMatchObject({
      type: 'prometheus',
      metricType: 'AverageValue',
      metadata: {
        serverAddress: expect.stringMatching(/\.monitoring\.svc\.cluster\.local:9090$/),
        threshold: '250',
      },
    });
    const query = textAt(trigger, 'metadata.query');
    expect(query).toContain('destination_workload="web"');
    expect(query).toContain('destination_workload_namespace="shop"');
    expect(query).toContain('reporter="destination"');
  });

  test.each([
    ['service', 'web'],
    ['worker', 'shop/runner'],
  ] as const)('a %s without requests is told from numbers that are lost: the query says 0', (kind, job) => {
    const [trigger] = triggersOf({ min: 3, max: 12, requestsPerSecond: 250 }, { kind });
    expect(at(trigger, 'metadata.ignoreNullValues')).toBe('false');
    const [asked, ...otherwise] = textAt(trigger, 'metadata.query').split(' or ');
    expect(asked).not.toContain('0 *');
    expect(otherwise).toHaveLength(2);
    for (const zero of otherwise) expect(zero).toMatch(/^0 \* \w+\(/);
    // Its proxies are read, or it has no pods, as on a cluster at rest.
    expect(otherwise[0]).toContain(`up{namespace="shop",job="${job}"} == 1`);
    expect(otherwise[1]).toContain('kube_deployment_status_replicas{namespace="shop",deployment=');
  });

  test('a queue, in the region of the cluster, with credentials that exist (X-10, X-50)', () => {
    const objects = rendered(byJobs, jobs);
    const [trigger] = listAt(one(objects, 'ScaledObject'), 'spec.triggers');
    expect(trigger).toEqual({
      type: 'aws-sqs-queue',
      metadata: {
        queueURL: 'https://sqs.ap-northeast-1.amazonaws.com/111122223333/jobs',
        queueLength: '5',
        awsRegion: 'ap-northeast-1',
      },
      authenticationRef: { name: 'keda-aws-credentials' },
    });
    const authentication = one(objects, 'TriggerAuthentication', 'keda-aws-credentials');
    expect(at(authentication, 'metadata.namespace')).toBe('shop');
    expect(at(authentication, 'spec')).toEqual({ podIdentity: { provider: 'aws' } });
  });

  test('without a queue nobody gets credentials', () => {
    expect(every(rendered({ min: 3, max: 12, cpu: 70 }), 'TriggerAuthentication')).toEqual([]);
  });

  test('while numbers are missing no pod goes, and half of the largest fleet is there', () => {
    const fallback = (min: number, max: number) =>
      at(one(rendered({ ...byJobs, min, max }, jobs), 'ScaledObject'), 'spec.fallback');
    expect(fallback(2, 9)).toEqual({
      failureThreshold: 3,
      replicas: 5,
      behavior: 'currentReplicasIfHigher',
    });
    expect(fallback(8, 9)).toMatchObject({ replicas: 8 });
  });

  test('up at once, down later and slowly, whichever autoscaler it is (S4-124, S4-125)', () => {
    const behavior = at(
      one(rendered({ min: 3, max: 12, cpu: 70 }), 'HorizontalPodAutoscaler'),
      'spec.behavior',
    );
    const window = (way: string) => Number(at(behavior, `${way}.stabilizationWindowSeconds`));
    expect(window('scaleUp')).toBeLessThan(window('scaleDown'));
    expect(at(behavior, 'scaleUp.selectPolicy')).toBe('Max');
    expect(at(behavior, 'scaleDown.selectPolicy')).toBe('Min');
    for (const policy of listAt(behavior, 'scaleDown.policies')) {
      expect(at(policy, 'value')).toBeLessThan(100);
    }
    const keda = at(
      one(rendered(byJobs, jobs), 'ScaledObject'),
      'spec.advanced.horizontalPodAutoscalerConfig.behavior',
    );
    expect(keda).toEqual(behavior);
  });

  test('requests that nobody counts: outside the mesh there is no proxy', () => {
    const scale: Scale = { min: 3, max: 12, requestsPerSecond: 250 };
    expect(refusal(() => rendered(scale, {}, { cluster: 'sre-portfolio' }))).toBe(
      'web scales by requestsPerSecond, which its proxy counts, but sre-portfolio or its namespace shop is outside the mesh. Scale by cpu or queue.',
    );
    expect(refusal(() => rendered(scale))).toBeUndefined();
  });

  test('a queue that the workload does not read: more pods would not drain it (X-39)', () => {
    expect(refusal(() => rendered(byJobs, { calls: [receivesFrom('mails'), database('main')] }))).toContain(
      'scale.queue.name: found "jobs", expected one that it reads, or more pods would not drain it (X-39): add receivesFrom(\'jobs\') to its calls',
    );
    expect(refusal(() => rendered(byJobs, { calls: [sendsTo('jobs')] }))).toContain(
      "add receivesFrom('jobs') to its calls",
    );
    expect(refusal(() => rendered(byJobs, jobs))).toBeUndefined();
  });

  test('a queue that the cluster has not', () => {
    const scale: Scale = { min: 2, max: 9, queue: { name: 'orders', messages: 5 } };
    expect(refusal(() => rendered(scale, { calls: [receivesFrom('orders')] }))).toMatch(
      /^clusters\/prod-japan\/terraform\.json: the output queues has no orders/,
    );
  });
});

describe('how many pods', () => {
  const bounds = (scale: Scale, replicaFactor: number) => {
    const objects = rendered(scale, {}, { change: (cluster) => ({ ...cluster, replicaFactor }) });
    const autoscaler = every(objects, 'HorizontalPodAutoscaler')[0];
    return autoscaler === undefined
      ? at(one(objects, 'Deployment'), 'spec.replicas')
      : [at(autoscaler, 'spec.minReplicas'), at(autoscaler, 'spec.maxReplicas')];
  };

  test.each<[number, unknown]>([
    [1, [3, 12]],
    [0.5, [2, 6]],
    [0.2, [2, 3]],
    [0.01, [2, 2]],
    [1.5, [5, 18]],
    [10, [30, 120]],
  ])(
    'factor %f: the declared bounds, rounded up, and never one pod where two were wanted',
    (factor, expected) => {
      expect(bounds({ min: 3, max: 12, cpu: 70 }, factor)).toEqual(expected);
    },
  );

  test('a fixed number follows the factor as well; one pod stays one', () => {
    expect([1, 0.1].map((factor) => bounds({ replicas: 5 }, factor))).toEqual([5, 2]);
    expect([1, 0.1].map((factor) => bounds({ replicas: 1 }, factor))).toEqual([1, 1]);
  });

  test.each<[Scale, string]>([
    [{ min: 0, max: 3, cpu: 70 }, 'scale.min: found 0'],
    [{ min: 4, max: 3, cpu: 70 }, 'scale.min: found 4, expected at most scale.max, 3'],
    [{ min: 1.5, max: 3, cpu: 70 }, 'scale.min: found 1.5'],
    [{ min: 1, max: Number.NaN, cpu: 70 }, 'scale.max: found NaN'],
    [{ replicas: 0 }, 'scale.replicas: found 0'],
  ])('%j is no number of pods', (scale, message) => {
    expect(refusal(() => rendered(scale))).toContain(message);
  });
});

describe('a node drain never hangs, and never takes the service (X-103)', () => {
  /** Pods that may go at a time, as the disruption controller counts: both shares are rounded up. */
  const mayGo = (objects: readonly Json[], pods: number) => {
    const share = (path: string) => {
      const value = at(one(objects, 'PodDisruptionBudget', 'web'), path);
      return value === undefined ? undefined : Math.ceil((pods * Number.parseFloat(String(value))) / 100);
    };
    const unavailable = share('spec.maxUnavailable');
    const available = share('spec.minAvailable');
    if (available !== undefined) return pods - available;
    return unavailable ?? Number.NaN;
  };

  const factors = [0.01, 0.2, 0.5, 1, 3];

  test.each(factors)(
    'with the replica factor %f one pod may always go, and one always stays',
    (replicaFactor) => {
      for (const minAvailable of [undefined, '50%', '34%'] as const) {
        for (const min of [2, 3, 5]) {
          const objects = rendered(
            { min, max: 20, cpu: 70 },
            minAvailable === undefined ? {} : { minAvailable },
            { change: (cluster) => ({ ...cluster, replicaFactor }) },
          );
          const pods = Number(at(one(objects, 'HorizontalPodAutoscaler'), 'spec.minReplicas'));
          for (const running of [pods, pods + 1, pods * 3]) {
            expect(mayGo(objects, running)).toBeGreaterThanOrEqual(1);
            expect(mayGo(objects, running)).toBeLessThan(running);
          }
        }
      }
    },
  );

  test('pods that do not work anyway hold up nothing', () => {
    expect(
      at(one(rendered({ replicas: 3 }), 'PodDisruptionBudget', 'web'), 'spec.unhealthyPodEvictionPolicy'),
    ).toBe('AlwaysAllow');
  });

  test.each<['80%' | '99%' | '67%', number]>([
    ['80%', 4],
    ['99%', 12],
    ['67%', 3],
  ])('minAvailable %s of %i pods keeps all of them', (minAvailable, min) => {
    expect(refusal(() => rendered({ min, max: 20, cpu: 70 }, { minAvailable }))).toBe(
      `web: with minAvailable ${minAvailable} all of ${min} pods must stay, so no node that holds one can be drained. Lower it, or raise scale.min.`,
    );
  });

  test('and where one can go it is taken', () => {
    expect(refusal(() => rendered({ min: 5, max: 20, cpu: 70 }, { minAvailable: '80%' }))).toBeUndefined();
  });
});

describe('an update never takes pods away before their successors are ready', () => {
  const strategy = at(one(rendered({ replicas: 3 }), 'Deployment'), 'spec');

  test('one more at a time, none less', () => {
    expect(at(strategy, 'strategy.type')).toBe('RollingUpdate');
    expect(at(strategy, 'strategy.rollingUpdate.maxUnavailable')).toBe(0);
  });

  test('and one that does not get on is reported', () => {
    expect(at(strategy, 'progressDeadlineSeconds')).toBe(600);
    expect(at(strategy, 'revisionHistoryLimit')).toBe(10);
  });
});
