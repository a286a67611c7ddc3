import { describe, expect, test } from 'vitest';
import { receivesFrom } from '../../../../platform/workload/declaration/calls.ts';
import type { ServiceDeclaration } from '../../../../platform/workload/declaration/workload.ts';
import { at, every, listAt, one, selects } from '../../../manifest-reader.ts';
import { canaryOf, type Ground, renderProduct } from '../../../render-product.ts';
import { refusal } from '../../refusal.ts';
import { batch, runner, web } from '../declarations.ts';

const OFFICE_HOURS: Ground['change'] = (cluster) => ({
  ...cluster,
  officeHours: { timeZone: 'Asia/Tokyo', days: 'Mon-Fri', from: '08:00', to: '22:00' },
});

/** What is rendered for a service with a canary of so many percent. */
function tried(weight: number, more: Partial<ServiceDeclaration> = {}, ground: Ground = {}) {
  return renderProduct({ workloads: [web(more)] }, { ...ground, images: { web: canaryOf(weight) } });
}

const scale = { min: 10, max: 150 };

describe('a canary has pods for its share of the requests: no more at night, and enough by day', () => {
  const boundsOf = (weight: number, name: string, factor = 1) => {
    const objects = tried(
      weight,
      { scale: { ...scale, cpu: 70 } },
      { change: (cluster) => ({ ...cluster, replicaFactor: factor }) },
    );
    const autoscaler = one(objects, 'HorizontalPodAutoscaler', `${name}-hpa`);
    expect(at(autoscaler, 'spec.scaleTargetRef.name')).toBe(name);
    expect(at(one(objects, 'Deployment', name), 'spec.replicas')).toBeUndefined();
    return [at(autoscaler, 'spec.minReplicas'), at(autoscaler, 'spec.maxReplicas')];
  };

  test.each([
    [0, 2, 2],
    [1, 2, 2],
    [10, 2, 15],
    [50, 5, 75],
    [100, 10, 150],
  ])('at %i %% from %i to %i pods, beside 10 to 150', (weight, min, max) => {
    expect(boundsOf(weight, 'web-canary')).toEqual([min, max]);
    expect(boundsOf(weight, 'web')).toEqual([scale.min, scale.max]);
  });

  test('of the bounds that the cluster has', () => {
    expect(boundsOf(50, 'web-canary', 0.4)).toEqual([2, 30]);
  });

  test('in an A/B test of any share: the requests say where they go, and all of them may say the canary', () => {
    const rendered = (replicas: ServiceDeclaration['scale']) => {
      const { canary = { version: '', digest: '', weight: 0 }, ...stable } = canaryOf(0);
      const image = { ...stable, canary: { ...canary, variant: 'b' } };
      return renderProduct({ workloads: [web({ scale: replicas })] }, { images: { web: image } });
    };
    const autoscaler = one(rendered({ ...scale, cpu: 70 }), 'HorizontalPodAutoscaler', 'web-canary-hpa');
    expect([at(autoscaler, 'spec.minReplicas'), at(autoscaler, 'spec.maxReplicas')]).toEqual([2, 150]);
    expect(at(one(rendered({ replicas: 6 }), 'Deployment', 'web-canary'), 'spec.replicas')).toBe(6);
  });

  test('by the same targets, of its own container', () => {
    const objects = tried(10, { scale: { ...scale, cpu: 70, memory: 80 } });
    const [stable, canary] = every(objects, 'HorizontalPodAutoscaler').map((autoscaler) =>
      listAt(autoscaler, 'spec.metrics'),
    );
    expect(canary).toEqual(stable);
    expect(canary).toHaveLength(2);
  });

  test('where the number of pods is fixed, its own is fixed as well', () => {
    const objects = tried(50, { scale: { replicas: 6 } });
    expect(every(objects, 'HorizontalPodAutoscaler')).toEqual([]);
    expect(at(one(objects, 'Deployment', 'web-canary'), 'spec.replicas')).toBe(3);
    expect(at(one(objects, 'Deployment', 'web'), 'spec.replicas')).toBe(6);
  });

  test('the quota holds both at their largest, and what an update of each adds', () => {
    const podsOf = (objects: ReturnType<typeof tried>) =>
      Number(at(one(objects, 'ResourceQuota'), 'spec.hard.pods'));
    const more = { scale: { ...scale, cpu: 70 } };
    const atRest = podsOf(renderProduct({ workloads: [web(more)] }));
    expect(podsOf(tried(50, more)) - atRest).toBe(75 + 19);
  });
});

describe('a canary that everybody gets now goes after the update: neither may wait for the other', () => {
  const podsOf = (pods: ServiceDeclaration['scale'], cluster = 'prod-japan') =>
    Number(
      at(
        one(renderProduct({ workloads: [web({ scale: pods })] }, { cluster }), 'ResourceQuota'),
        'spec.hard.pods',
      ),
    );
  const SMOKE_TEST = 1;

  test.each([
    ['a fixed number', { replicas: 4 }, 4 + 4 + 1],
    ['a single pod', { replicas: 1 }, 1 + 2 + 1],
    ['bounds that are near each other', { min: 10, max: 12, cpu: 70 }, 10 + 10 + 3],
    ['bounds that leave room by themselves', { min: 3, max: 12, cpu: 70 }, 12 + 3],
  ] as const)('%s: the quota holds both at the least, and the surge', (_, pods, expected) => {
    expect(podsOf(pods)).toBe(expected + SMOKE_TEST);
  });

  test('where nothing shares out requests there is no canary to hold', () => {
    expect(podsOf({ replicas: 4 }, 'sre-portfolio')).toBe(5 + SMOKE_TEST);
  });
});

describe('by KEDA', () => {
  const more = { scale: { ...scale, cpu: 70, requestsPerSecond: 100, fallback: 40 } };
  const triggerOf = (name: string, type: string, given = tried(20, more)) =>
    listAt(one(given, 'ScaledObject', name), 'spec.triggers').find((trigger) => at(trigger, 'type') === type);

  test('each track counts the requests of its own pods: with those of both each would grow by the whole load', () => {
    const queryOf = (name: string) => String(at(triggerOf(name, 'prometheus'), 'metadata.query'));
    expect(queryOf('web')).toContain('destination_workload="web",');
    expect(queryOf('web-canary')).toBe(
      queryOf('web').replace('destination_workload="web"', 'destination_workload="web-canary"'),
    );
    expect(at(triggerOf('web-canary', 'prometheus'), 'metadata.threshold')).toBe('100');
  });

  test('each has an HPA of its own, its bounds, and its share of the pods that a blind KEDA keeps', () => {
    const canary = one(tried(20, more), 'ScaledObject', 'web-canary');
    expect(at(canary, 'spec.scaleTargetRef.name')).toBe('web-canary');
    expect(at(canary, 'spec.advanced.horizontalPodAutoscalerConfig.name')).toBe('web-canary-hpa');
    expect([at(canary, 'spec.minReplicaCount'), at(canary, 'spec.maxReplicaCount')]).toEqual([2, 30]);
    expect(at(canary, 'spec.fallback.replicas')).toBe(8);
  });

  test('of the messages that wait for both it takes its share', () => {
    const drains = {
      scale: { ...scale, queue: { name: 'jobs', messages: 5 } },
      calls: [receivesFrom('jobs')],
    };
    const lengthOf = (weight: number, name: string) =>
      at(triggerOf(name, 'aws-sqs-queue', tried(weight, drains)), 'metadata.queueLength');
    expect([lengthOf(20, 'web'), lengthOf(20, 'web-canary')]).toEqual(['5', '25']);
    expect([lengthOf(30, 'web-canary'), lengthOf(0, 'web-canary')]).toEqual(['17', '500']);
  });

  test('outside office hours it has no pod either (S2-115)', () => {
    for (const pods of [{ replicas: 6 }, { ...scale, cpu: 70 }]) {
      const objects = tried(50, { scale: pods }, { change: OFFICE_HOURS });
      const canary = one(objects, 'ScaledObject', 'web-canary');
      expect(at(canary, 'spec.minReplicaCount')).toBe(0);
      const desired = at(triggerOf('web-canary', 'cron', objects), 'metadata.desiredReplicas');
      expect(desired).toBe('replicas' in pods ? '3' : '5');
      expect(at(one(objects, 'Deployment', 'web-canary'), 'spec.replicas')).toBeUndefined();
    }
  });
});

describe('what watches the stable pods watches those of the canary', () => {
  const expressionOf = (alert: string, objects: ReturnType<typeof tried>) =>
    every(objects, 'PrometheusRule')
      .flatMap((rule) => listAt(rule, 'spec.groups'))
      .flatMap((group) => listAt(group, 'rules'))
      .filter((rule) => at(rule, 'alert') === alert)
      .map((rule) => String(at(rule, 'expr')));

  test('an autoscaler of the canary that has come to its end is told, but not one that cannot move', () => {
    const maximum = (weight: number) =>
      expressionOf('WorkloadAutoscalerAtMaximum', tried(weight, { scale: { ...scale, cpu: 70 } })).join();
    expect(maximum(10)).toContain('horizontalpodautoscaler=~"web-hpa|web-canary-hpa"');
    expect(maximum(1)).toContain('horizontalpodautoscaler="web-hpa"');
  });

  test('its budget leaves a drain a pod to take, however few there are', () => {
    const budget = one(tried(0, { minAvailable: '60%' }), 'PodDisruptionBudget', 'web-canary');
    expect(at(budget, 'spec.maxUnavailable')).toBe('25%');
    expect(at(budget, 'spec.minAvailable')).toBeUndefined();
  });

  test.each(['ServiceMonitor', 'Service', 'Sidecar', 'NetworkPolicy', 'AuthorizationPolicy'])(
    'the %s of the service is about its pods, too',
    (kind) => {
      const objects = renderProduct(
        { workloads: [web({ exposes: { host: 'shop' } })] },
        { images: { web: canaryOf(10) } },
      );
      const labels = at(one(objects, 'Deployment', 'web-canary'), 'spec.template.metadata.labels');
      const selectors = every(objects, kind).map(
        ({ spec }) =>
          at(spec, 'podSelector.matchLabels') ??
          at(spec, 'workloadSelector.labels') ??
          at(spec, 'selector.matchLabels') ??
          at(spec, 'selector'),
      );
      expect(selectors.some((selector) => selects(selector, labels) && at(selector, 'app') === 'web')).toBe(
        true,
      );
    },
  );
});

describe('what gets no requests, or shares none out, refuses a canary and says what to do instead', () => {
  const INSTEAD =
    'Give the build to everybody: an update replaces pods one by one, and stops at the first one that does not become ready';
  const image = { image: 'shop-app' };
  const CANARY = { images: { 'shop-app': canaryOf(10) } };
  const refused = (workloads: Parameters<typeof renderProduct>[0]['workloads'], ground: Ground = {}) =>
    refusal(() => renderProduct({ workloads }, { ...CANARY, ...ground }));

  test.each([
    ['a worker', runner(image), 'runner is a worker, which has no requests to share out'],
    ['a job', batch(image), 'batch is a job, which has no requests to share out'],
  ])('%s', (_, workload, reason) => {
    expect(refused([workload])).toBe(
      `clusters/prod-japan/images.yaml: shop-app.canary: ${reason}. ${INSTEAD}. Take canary out.`,
    );
  });

  test('a service on a cluster without a mesh, or outside the mesh', () => {
    expect(refused([web(image)], { cluster: 'sre-portfolio' })).toContain(
      'sre-portfolio has no mesh, which would share out requests to web. Give',
    );
    const outside = () =>
      renderProduct({ workloads: [web(image)], namespaces: [{ name: 'shop', mesh: false }] }, CANARY);
    expect(refusal(outside)).toContain('web is outside the mesh of prod-japan');
  });

  test('a service that shares its image with a worker, which would not get the build that is tried', () => {
    expect(refused([web(image), runner(image)])).toBe(
      `clusters/prod-japan/images.yaml: shop-app.canary: runner is a worker, which has no requests to share out. ${INSTEAD}, or let the service run an image of another name. Take canary out.`,
    );
  });

  test('services that share an image have none to refuse: each shares out its own requests', () => {
    expect(refused([web(image), web({ ...image, name: 'front' })])).toBeUndefined();
  });
});
