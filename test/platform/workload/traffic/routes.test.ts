import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ServiceDeclaration } from '../../../../platform/workload/declaration/workload.ts';
import { at, every, type Json, listAt, one } from '../../../manifest-reader.ts';
import { CANARY_DIGEST, canaryOf, DIGEST, type Ground, renderProduct } from '../../../render-product.ts';
import { refusal } from '../../refusal.ts';
import { runner, web } from '../declarations.ts';

const seconds = z.templateLiteral([z.number(), 's']).transform((text) => Number.parseFloat(text));
const route = z.object({
  name: z.string(),
  match: z.array(z.record(z.string(), z.unknown())).optional(),
  timeout: seconds,
  retries: z.object({ attempts: z.number(), perTryTimeout: seconds.optional(), retryOn: z.string() }),
  route: z.array(
    z.object({
      destination: z.object({
        host: z.string(),
        subset: z.string(),
        port: z.object({ number: z.number() }).optional(),
      }),
      weight: z.number(),
    }),
  ),
});

/** Whether a route is for requests that change nothing. */
const isRepeatable = (match: z.infer<typeof route>['match'] = []) =>
  match.some(({ method }) => method !== undefined);

const CANARY = { images: { web: canaryOf(10) } };

/** @param name of the VirtualService: callers in the mesh have `web`, the public has `web-public` */
function routesOf(more: Partial<ServiceDeclaration> = {}, ground: Ground = {}, name = 'web') {
  const objects = renderProduct({ workloads: [web(more)] }, ground);
  return listAt(one(objects, 'VirtualService', name), 'spec.http').map((http) => route.parse(http));
}

const PATH = { exposes: { host: 'shop', path: '/shop' } } as const;

const variants: readonly [string, Partial<ServiceDeclaration>, Ground, string][] = [
  ['plain', {}, {}, 'web'],
  ['exposed', { exposes: { host: 'shop' } }, {}, 'web'],
  ['exposed, for the public', { exposes: { host: 'shop' } }, {}, 'web-public'],
  ['exposed below a path, for the public', PATH, {}, 'web-public'],
  ['with a canary', {}, CANARY, 'web'],
  ['with a canary, exposed below a path', PATH, CANARY, 'web'],
  ['with a canary, exposed below a path, for the public', PATH, CANARY, 'web-public'],
  ['with a long timeout', { timeoutSeconds: 50 }, CANARY, 'web'],
  ['with a short timeout', { timeoutSeconds: 3 }, {}, 'web'],
];

describe.each(variants)('the routes of a service, %s', (_, more, ground, name) => {
  const routes = routesOf(more, ground, name);

  test('the last retry is never cut off: all tries together fit the timeout (X-65)', () => {
    for (const { timeout, retries, match } of routes) {
      expect(retries.attempts).toBe(2);
      if (!isRepeatable(match)) continue;
      const { perTryTimeout = timeout } = retries;
      expect((retries.attempts + 1) * perTryTimeout).toBeLessThanOrEqual(timeout);
      expect(perTryTimeout).toBeGreaterThanOrEqual(1);
    }
  });

  test('a request that is not tried again has the whole timeout: an end of each attempt is its end too', () => {
    for (const { match, retries } of routes.filter((one) => !isRepeatable(one.match)))
      expect(retries.perTryTimeout, String(match)).toBeUndefined();
  });

  test('each route has the same timeout and tries: a canary under other conditions proves nothing (X-66)', () => {
    expect(new Set(routes.map(({ timeout }) => timeout))).toEqual(new Set([more.timeoutSeconds ?? 30]));
    const repeatable = routes.filter(({ match }) => isRepeatable(match));
    expect(new Set(repeatable.map(({ retries }) => retries.perTryTimeout)).size).toBe(1);
  });

  test('a booking is never made twice: what may have begun is tried again for GET and HEAD only (X-65)', () => {
    const dangerous = /(^|,)(5xx|reset|retriable-4xx|gateway-error|cancelled|unavailable)(,|$)/;
    const repeated = routes.filter(({ retries }) => dangerous.test(retries.retryOn));
    expect(repeated.length).toBe(routes.length / 2);
    for (const { match = [] } of repeated) {
      expect(match).not.toEqual([]);
      for (const one of match) expect(one.method).toEqual({ regex: 'GET|HEAD' });
    }
    for (const { match = [] } of routes.filter((one) => !repeated.includes(one))) {
      for (const one of match) expect(one.method).toBeUndefined();
    }
  });

  test('each route says where to, port included, for the Service has two (X-6)', () => {
    for (const { route: destinations } of routes) {
      expect(destinations.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
      for (const { destination } of destinations) {
        expect(destination).toMatchObject({ host: 'web.shop.svc.cluster.local', port: { number: 80 } });
      }
    }
  });

  test('a narrower route stands before a wider one, or it would never be used', () => {
    const tracks = routes.map(({ name }) => name);
    expect(tracks).toEqual(
      ground === CANARY
        ? ['canary-repeatable', 'canary', 'stable-repeatable', 'stable']
        : ['stable-repeatable', 'stable'],
    );
  });
});

describe('a canary gets no traffic while it has no pods (X-15)', () => {
  const subsetsOf = (objects: readonly Json[]) =>
    new Set(
      listAt(one(objects, 'VirtualService'), 'spec.http')
        .flatMap((http) => route.parse(http).route)
        .map(({ destination }) => destination.subset),
    );

  test('at rest there is no second Deployment, and no route or subset that names one', () => {
    const objects = renderProduct({ workloads: [web()] });
    expect(every(objects, 'Deployment')).toHaveLength(1);
    expect(subsetsOf(objects)).toEqual(new Set(['stable']));
    expect(at(one(objects, 'DestinationRule'), 'spec.subsets')).toEqual([
      { name: 'stable', labels: { track: 'stable' } },
    ]);
  });

  test('with one in images.yaml the Deployment, the subset and the weights come together', () => {
    const objects = renderProduct({ workloads: [web()] }, CANARY);
    expect(subsetsOf(objects)).toEqual(new Set(['stable', 'canary']));
    const labels = (name: string) =>
      at(one(objects, 'Deployment', name), 'spec.template.metadata.labels.track');
    expect([labels('web'), labels('web-canary')]).toEqual(['stable', 'canary']);
    expect(at(one(objects, 'DestinationRule'), 'spec.subsets')).toEqual([
      { name: 'stable', labels: { track: 'stable' } },
      { name: 'canary', labels: { track: 'canary' } },
    ]);
    const image = (name: string) =>
      String(at(one(objects, 'Deployment', name), 'spec.template.spec.containers[0].image')).split('@')[1];
    expect([image('web'), image('web-canary')]).toEqual([DIGEST, CANARY_DIGEST]);
  });

  test.each([
    [0, 100],
    [10, 90],
    [100, 0],
  ])('of weight %i it leaves %i to the stable pods', (weight, rest) => {
    const [, , repeatable, others] = routesOf({}, { images: { web: canaryOf(weight) } });
    for (const shared of [repeatable, others]) {
      expect(shared?.route.map(({ destination, weight: share }) => [destination.subset, share])).toEqual([
        ['stable', rest],
        ['canary', weight],
      ]);
    }
  });

  test('a tester asks for it by a header, and gets nothing else (S4-167)', () => {
    const [repeatable, others] = routesOf({}, CANARY);
    for (const asked of [repeatable, others]) {
      expect(asked?.match?.map(({ headers }) => headers)).toEqual([{ 'x-canary': { exact: 'true' } }]);
      expect(asked?.route.map(({ destination }) => destination.subset)).toEqual(['canary']);
    }
  });
});

describe('who the routes are for', () => {
  const specOf = (more: Partial<ServiceDeclaration>, name: string) =>
    at(one(renderProduct({ workloads: [web(more)] }), 'VirtualService', name), 'spec');

  test('callers in the mesh get the canary, timeout and retries as well (X-8)', () => {
    const spec = specOf({ exposes: { host: 'shop' } }, 'web');
    expect(spec).toMatchObject({ hosts: ['web.shop.svc.cluster.local'] });
    expect(spec).not.toHaveProperty('gateways');
  });

  test('the public gets them under the public name, at the gateway', () => {
    expect(specOf({ exposes: { host: 'shop' } }, 'web-public')).toMatchObject({
      hosts: ['shop.japan.example.com'],
      gateways: ['istio-system/public-gateway'],
    });
  });

  test('a service that is not exposed has no public name', () => {
    expect(every(renderProduct({ workloads: [web()] }), 'VirtualService')).toHaveLength(1);
  });

  test.each([{}, CANARY])(
    'the public reaches the exposed path only, callers in the mesh all of them',
    (ground) => {
      const paths = (name: string) =>
        routesOf(PATH, ground, name).map(({ match = [{}] }) => match.map(({ uri }) => uri));
      for (const uris of paths('web-public')) expect(uris).toEqual([{ prefix: '/shop' }]);
      for (const uris of paths('web')) expect(uris).toEqual([undefined]);
    },
  );

  test('a request never comes to a subset whose pods do not run yet, or no more', () => {
    const objects = renderProduct({ workloads: [web({ exposes: { host: 'shop' } })] }, CANARY);
    const wave = 'metadata.annotations["argocd.argoproj.io/sync-wave"]';
    const routing = [...every(objects, 'VirtualService'), one(objects, 'DestinationRule')];
    expect(routing.map((object) => at(object, wave))).toEqual(['1', '1', '1']);
    for (const deployment of every(objects, 'Deployment')) expect(at(deployment, wave)).toBeUndefined();
  });
});

describe('the circuit breaker (S4-173 to S4-178 in their corrected form)', () => {
  const policy = at(one(renderProduct({ workloads: [web()] }), 'DestinationRule'), 'spec.trafficPolicy');

  test.each([
    'connectionPool.tcp.maxConnections',
    'connectionPool.http.http1MaxPendingRequests',
    'connectionPool.http.http2MaxRequests',
    'outlierDetection.consecutive5xxErrors',
  ])('a service that is overrun or ill is noticed: %s is set', (bound) => {
    expect(at(policy, bound)).toBeGreaterThan(0);
  });

  test('however many pods fail, some are left to be asked', () => {
    expect(at(policy, 'outlierDetection.maxEjectionPercent')).toBeLessThan(100);
  });

  test('retries overflow only when more than one request in a hundred fails (X-65)', () => {
    const pool = z
      .object({ http2MaxRequests: z.number(), maxRetries: z.number() })
      .parse(at(policy, 'connectionPool.http'));
    expect(pool.maxRetries).toBeGreaterThanOrEqual(pool.http2MaxRequests / 100);
  });
});

describe('a pod that stops answers what it has begun', () => {
  const stopping = (more: Partial<ServiceDeclaration>) => {
    const objects = renderProduct({ workloads: [web(more)] });
    const pod = at(one(objects, 'Deployment'), 'spec.template.spec');
    return z
      .object({
        terminationGracePeriodSeconds: z.number(),
        containers: z.tuple([
          z.object({
            lifecycle: z.object({ preStop: z.object({ sleep: z.object({ seconds: z.number() }) }) }),
          }),
        ]),
      })
      .transform((spec) => [
        spec.containers[0].lifecycle.preStop.sleep.seconds,
        spec.terminationGracePeriodSeconds,
      ])
      .parse(pod);
  };

  test('drain and the longest request fit the grace period (X-75)', () => {
    for (const more of [
      {},
      { timeoutSeconds: 50 },
      { timeoutSeconds: 110, terminationGracePeriodSeconds: 120 },
    ]) {
      const [drain = 0, grace = 0] = stopping(more);
      expect(drain).toBeGreaterThan(0);
      expect(drain + (more.timeoutSeconds ?? 30)).toBeLessThanOrEqual(grace);
    }
    expect(stopping({})).toEqual([10, 60]);
  });

  test('a request that may take longer than the pod has left', () => {
    expect(refusal(() => stopping({ timeoutSeconds: 51 }))).toBe(
      'web: 10 s of drain and a request of up to 51 s do not fit terminationGracePeriodSeconds 60. Set it to 61 at least.',
    );
    expect(
      refusal(() => stopping({ timeoutSeconds: 51, terminationGracePeriodSeconds: 61 })),
    ).toBeUndefined();
  });

  test('an exposed service that answers later than the load balancer waits', () => {
    const slow = { timeoutSeconds: 61, terminationGracePeriodSeconds: 120 };
    expect(refusal(() => stopping({ ...slow, exposes: { host: 'shop' } }))).toBe(
      'web: the load balancer gives up after 60 s, so timeoutSeconds 61 is never reached by the public. Set it to 60 at most, or do the work behind a queue.',
    );
    expect(refusal(() => stopping(slow))).toBeUndefined();
  });

  test('a timeout that leaves a try no whole second', () => {
    expect(refusal(() => stopping({ timeoutSeconds: 2 }))).toBe(
      'web: timeoutSeconds 2 leaves none of the 3 attempts a whole second. Set it to 3 at least.',
    );
    expect(refusal(() => stopping({ timeoutSeconds: 3 }))).toBeUndefined();
  });

  test('a worker whose grace period ends while it still sleeps: the API server refuses it', () => {
    const render = (terminationGracePeriodSeconds: number) => () =>
      renderProduct({ workloads: [runner({ terminationGracePeriodSeconds })] });
    expect(refusal(render(10))).toBe(
      'runner: terminationGracePeriodSeconds 10 ends before the 10 s of drain, so the pod would be killed without a signal. Set it to more than 10.',
    );
    expect(refusal(render(11))).toBeUndefined();
  });
});
