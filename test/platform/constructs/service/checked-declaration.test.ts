import { describe, expect, test } from 'vitest';
import { job, service, worker } from '../../../../platform/constructs/service/declaration.ts';
import { refusal } from '../refusal.ts';

const amounts = { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } };
const right = { name: 'web', port: 8080, resources: amounts, scale: { min: 2, max: 4, cpu: 70 } };

/** Spread, as the compiler looks for unknown fields in literals only. */
const web = (more: object) => () => service({ ...right, ...more });

describe('a field that does nothing, which the compiler does not see in a spread', () => {
  test.each([
    [{ secret: {} }, 'secret, which does nothing. Is secrets meant?'],
    [{ exposes: { host: 'www', paths: '/' } }, 'exposes.paths, which does nothing. Is path meant?'],
    [{ scale: { min: 2, max: 4, CPU: 70 } }, 'scale.CPU, which does nothing. Is cpu meant?'],
    [{ probes: { readyness: { path: '/' } } }, 'probes.readyness, which does nothing. Is readiness meant?'],
    [{ scratch: [{ path: '/a', sise: '1Mi' }] }, 'scratch[0].sise, which does nothing. Is size meant?'],
  ])('%j', (more, message) => {
    expect(refusal(web(more))).toBe(`service({ name: 'web' }) has the field ${message}`);
  });

  test('one that is near to none is told what there is', () => {
    expect(refusal(web({ exposes: { host: 'www', zzzzzz: 1 } }))).toBe(
      "service({ name: 'web' }) has the field exposes.zzzzzz, which does nothing. There are host, path, userAgent.",
    );
  });

  test('a field of another kind of workload', () => {
    const { port, ...rest } = right;
    expect(refusal(() => worker({ ...rest, ...{ port } }))).toContain(
      "worker({ name: 'web' }) has the field port",
    );
    const digest = { name: 'digest', resources: amounts, queue: { name: 'jobs', messages: 1 }, max: 2 };
    expect(refusal(() => job({ ...digest, ...{ scale: { min: 1 } } }))).toContain('has the field scale');
    expect(refusal(() => job(digest))).toBeUndefined();
    expect(refusal(web({}))).toBeUndefined();
  });
});

test('a value where fields belong is refused, or the limit would be rendered without a number', () => {
  expect(refusal(web({ rateLimit: 10 }))).toBe(
    "service({ name: 'web' }): rateLimit is 10, but has fields of its own. There are burst, requestsPerSecond.",
  );
  expect(refusal(web({ rateLimit: { requestsPerSecond: 10 } }))).toBeUndefined();
});

describe('an amount that is none names its field', () => {
  test.each([
    [
      { resources: { ...amounts, limits: { memory: '256MB' } } },
      'resources.limits.memory: 256MB is no amount of memory. Write it with a binary suffix, such as 512Mi or 2Gi.',
    ],
    [
      { recommendation: { min: { cpu: '1 core', memory: '1Gi' }, max: { cpu: '2', memory: '1Gi' } } },
      'recommendation.min.cpu: 1 core is no amount of CPU. Write cores such as 2, or millicores such as 500m.',
    ],
  ])('%j', (more, message) => {
    expect(refusal(web(more))).toBe(`service({ name: 'web' }): ${message}`);
  });
});
