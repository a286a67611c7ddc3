import { describe, expect, test } from 'vitest';
import type * as declaration from '../../../../platform/workload/workload.ts';

// Only the compiler is asked here: at run time the functions refuse what it does not see.
const service = (declared: Parameters<typeof declaration.service>[0]) => declared;
const worker = (declared: Parameters<typeof declaration.worker>[0]) => declared;
const job = (declared: Parameters<typeof declaration.job>[0]) => declared;

/**
 * What the compiler refuses. Each line below a `@ts-expect-error` is a mistake; where it were none, `tsc` would
 * fail with "unused @ts-expect-error directive".
 */
const resources = { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } };
const minimal = { name: 'web', port: 80, resources, scale: { replicas: 2 } };
const stream = { store: 'redis', name: 'events', consumerGroup: 'runners', pendingEntries: 50 };
const idle = { name: 'runner', resources, scale: { replicas: 2 } };

describe('wrong declarations do not compile', () => {
  test('a scale has one form', () => {
    const twice = [
      { min: 1, max: 2, cpu: 70 },
      { min: 1, max: 2, requestsPerSecond: 70 },
    ];
    // Not literals: those pass the check for excess fields, as a shared constant does.
    const bounded = { replicas: 3, min: 1, max: 2 };
    const targeted = { ...bounded, cpu: 70 };
    const scales = [
      service({ ...minimal, scale: { replicas: 3 } }),
      service({ ...minimal, scale: { min: 1, max: 2, cpu: 70 } }),
      service({ ...minimal, scale: { min: 1, max: 2, requestsPerSecond: 70 } }),
      service({ ...minimal, scale: { min: 1, max: 2, queue: { name: 'jobs', messages: 5 } } }),
      service({ ...minimal, scale: { min: 1, max: 2, cpu: 70, requestsPerSecond: 70 } }),
      // @ts-expect-error bounds without a target: nothing would move the number
      service({ ...minimal, scale: { min: 1, max: 2 } }),
      // @ts-expect-error a fixed number with bounds: one of them would be ignored
      service({ ...minimal, scale: { replicas: 3, min: 1, max: 2 } }),
      // @ts-expect-error a fixed number with bounds and a target
      service({ ...minimal, scale: { replicas: 3, min: 1, max: 2, cpu: 70 } }),
      // @ts-expect-error the same from a constant
      service({ ...minimal, scale: bounded }),
      // @ts-expect-error the same from a constant
      service({ ...minimal, scale: targeted }),
      // @ts-expect-error a fixed number with a target
      service({ ...minimal, scale: { replicas: 3, cpu: 70 } }),
      // @ts-expect-error a fixed number with a fallback for numbers that nobody reads
      service({ ...minimal, scale: { replicas: 3, fallback: 2 } }),
      // @ts-expect-error a stream without the password that KEDA needs
      service({ ...minimal, scale: { min: 1, max: 2, stream: { ...stream } } }),
      // @ts-expect-error a target with one bound
      service({ ...minimal, scale: { max: 2, cpu: 70 } }),
      // @ts-expect-error two autoscalers, an HPA and a ScaledObject
      service({ ...minimal, scale: twice }),
      // @ts-expect-error nothing
      service({ ...minimal, scale: {} }),
    ];
    expect(scales).toHaveLength(16);
  });

  test('memory has a limit', () => {
    const { requests } = resources;
    const limits = [
      service({ ...minimal, resources: { requests, limits: { memory: '1Gi', cpu: '2' } } }),
      // @ts-expect-error no limit at all
      service({ ...minimal, resources: { requests } }),
      // @ts-expect-error a limit of CPU only
      service({ ...minimal, resources: { requests, limits: { cpu: '2' } } }),
      // @ts-expect-error requests without memory
      service({ ...minimal, resources: { requests: { cpu: '1' }, limits: { memory: '1Gi' } } }),
    ];
    expect(limits).toHaveLength(4);
  });

  test('a worker answers nobody', () => {
    const workers = [
      worker(idle),
      // @ts-expect-error exposed
      worker({ ...idle, exposes: { host: 'shop' } }),
      // @ts-expect-error with a port
      worker({ ...idle, port: 8080 }),
      // @ts-expect-error with the timeout of its callers
      worker({ ...idle, timeoutSeconds: 10 }),
    ];
    expect(workers).toHaveLength(4);
  });

  test('a job runs for a queue, and while it has work', () => {
    const batch = { name: 'batch', resources, queue: { name: 'jobs', messages: 1 }, max: 5 };
    const jobs = [
      job(batch),
      // @ts-expect-error a scale: its number follows the queue
      job({ ...batch, scale: { replicas: 2 } }),
      // @ts-expect-error probes, which a Job is not asked
      job({ ...batch, probes: {} }),
      // @ts-expect-error a share that stays while nodes are drained
      job({ ...batch, minAvailable: '50%' }),
      // @ts-expect-error no bound
      job({ name: 'batch', resources, queue: { name: 'jobs', messages: 1 } }),
      // @ts-expect-error no queue
      job({ name: 'batch', resources, max: 5 }),
    ];
    expect(jobs).toHaveLength(6);
  });

  test('names and values that exist', () => {
    const services = [
      service({
        ...minimal,
        priority: 'critical',
        minAvailable: '50%',
        exposes: { host: 'shop', path: '/shop' },
      }),
      // @ts-expect-error an unknown priority
      service({ ...minimal, priority: 'high' }),
      // @ts-expect-error a number of pods, which would not follow the scale
      service({ ...minimal, minAvailable: 3 }),
      // @ts-expect-error a path that no request begins with
      service({ ...minimal, exposes: { host: 'shop', path: 'shop' } }),
      // @ts-expect-error a misspelt field
      service({ ...minimal, enviroment: { A: 'b' } }),
      // @ts-expect-error no port
      service({ name: 'web', resources, scale: { replicas: 2 } }),
    ];
    expect(services).toHaveLength(6);
  });
});
