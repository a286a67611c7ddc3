import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allDeclared, declaredAs, reportOf } from '../../platform/kit/declaration/registry.ts';
import { property } from '../../platform/kit/secrets/secret-reference.ts';
import { product } from '../../platform/product/product.ts';
import { component } from '../../platform/unit/component.ts';
import { waves } from '../../platform/unit/waves.ts';
import { database, receivesFrom } from '../../platform/workload/declaration/calls.ts';
import { job, service, worker } from '../../platform/workload/workload.ts';
import { renderProduct } from '../render-product.ts';

const resources = { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '1', memory: '256Mi' } };
const common = {
  resources,
  namespace: 'shop',
  clusters: ['prod-japan'],
  image: 'web',
  component: 'app',
  environment: { LOG_LEVEL: 'info' },
  secrets: { DB_USER: 'db_user', DB_PASS: property('database', 'password') },
  secretName: 'keys',
  scratch: [{ path: '/app/.cache', size: '10Mi', medium: 'Memory' }],
  nodeGroup: 'general',
  priority: 'standard',
  terminationGracePeriodSeconds: 60,
  patches: [
    {
      kind: 'Deployment',
      reason: 'The runtime wants it so.',
      clusters: ['prod-japan'],
      steps: [
        { op: 'add', path: '/spec/minReadySeconds', value: 5 },
        { op: 'remove', path: '/spec/revisionHistoryLimit' },
      ],
    },
  ],
};
const running = {
  ...common,
  calls: [database('main'), receivesFrom('jobs')],
  scale: { min: 2, max: 4, cpu: 70, memory: 80, queue: { name: 'jobs', messages: 5 }, fallback: 3 },
  metrics: { port: 9090, path: '/metrics', interval: '30s' },
  probes: { startup: { path: '/a' }, liveness: { path: '/b', periodSeconds: 5 }, readiness: { path: '/c' } },
  recommendation: { min: { cpu: '100m', memory: '64Mi' }, max: { cpu: '1', memory: '1Gi' } },
  minAvailable: '50%',
  maxSurge: 1,
};
/** Every field of every kind, with a value that is right. */
const whole = {
  service: {
    ...running,
    name: 'web',
    port: 8080,
    exposes: { host: 'www', path: '/shop', userAgent: undefined },
    rateLimit: { requestsPerSecond: 10, burst: 20 },
    authentication: 'customers',
    failover: false,
    timeoutSeconds: 10,
  },
  worker: { ...running, name: 'web' },
  job: {
    ...common,
    name: 'web',
    calls: [receivesFrom('jobs')],
    queue: { name: 'jobs', messages: 1 },
    max: 2,
    deadlineSeconds: 60,
  },
  product: {
    name: 'shop',
    clusters: ['prod-japan'],
    namespaces: [{ name: 'shop', mesh: true }],
    workloads: [],
    ingress: { name: 'shop', healthCheckPath: '/' },
    availability: 99.9,
  },
  component: { name: 'tool', namespace: 'tool', wave: waves.controllers },
};

/** Every place in a value, from the top down. */
function placesIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [
    [key],
    ...placesIn(part).map((path) => [key, ...path]),
  ]);
}

/** A copy with something else at a place. */
function withJunk(value: unknown, [step, ...rest]: readonly string[], junk: unknown): unknown {
  if (step === undefined) return junk;
  const part: unknown = Reflect.get(Object(value), step);
  const changed = withJunk(part, rest, junk);
  return Array.isArray(value)
    ? value.map((item, index) => (String(index) === step ? changed : item))
    : { ...Object(value), [step]: changed };
}

const JUNK = fc.oneof(
  fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true, withSet: true }),
  fc.constantFrom(
    undefined,
    null,
    '',
    ' ',
    0,
    -1,
    0.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    [],
    {},
    [[]],
    () => 1,
  ),
  fc.string(),
);

/** Not for the compiler: what a spread or a value from elsewhere brings at run time. */
const declare = {
  service: (value: unknown) => service(Object(value)),
  worker: (value: unknown) => worker(Object(value)),
  job: (value: unknown) => job(Object(value)),
  product: (value: unknown) => product(Object(value)),
  component: (value: unknown) => component(Object(value)),
};

test.each((['service', 'worker', 'job', 'product', 'component'] as const).map((kind) => [kind]))(
  'any junk in any field of a %s is taken, or refused with the name of the field; never thrown',
  (kind) => {
    const places = placesIn(whole[kind]);
    expect(places.length).toBeGreaterThan(2);
    expect(reported(() => declare[kind](whole[kind]))).toEqual([]);
    fc.assert(
      fc.property(fc.constantFrom(...places), JUNK, (path, junk) => {
        const lines = reported(() => declare[kind](withJunk(whole[kind], path, junk)));
        for (const line of lines) {
          expect(line).toMatch(new RegExp(`^test/declarations/junk\\.test\\.ts:\\d+: ${kind}\\b`));
          expect(line).toMatch(/: found [\s\S]+, expected [\s\S]+/);
          expect(line).not.toMatch(/undefined|\[object|^ +at /);
        }
        const [top = ''] = path;
        // The first mistake is in the field that was spoilt, or between it and another one that it has to fit.
        if (lines.length > 0 && junk === undefined) expect(lines.join('\n')).toContain(top);
      }),
      { numRuns: 300 },
    );
  },
);

test.each((['service', 'worker', 'job'] as const).map((kind) => [kind]))(
  'whatever a %s is, what is rendered beside it is refused for people and by no fault of the code',
  (kind) => {
    const places = placesIn(whole[kind]).filter(([top]) => top !== 'name');
    fc.assert(
      fc.property(fc.constantFrom(...places), JUNK, (path, junk) => {
        const declaration = declare[kind](withJunk(whole[kind], path, junk));
        try {
          renderProduct({ workloads: [declaration] });
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          expect(['Error', 'Mistakes']).toContain(error instanceof Error ? error.name : '');
        }
      }),
      { numRuns: 60 },
    );
  },
);

/** The lines that synth would print for what is declared there. */
function reported(declaring: () => unknown): readonly string[] {
  const before = allDeclared().length;
  const value = declaring();
  const known = declaredAs(value);
  const declared = known === undefined ? allDeclared().slice(before) : [known];
  expect(declared.length).toBeGreaterThan(0);
  return declared.flatMap(reportOf);
}
