import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { streaming } from '../../../apps/streaming/streaming.ts';

test('every event that the services send or receive is described (S0-70)', () => {
  const queues = streaming
    .flatMap(({ workloads = [] }) => workloads)
    .flatMap(({ declaration: { calls = [] } }) => calls)
    .flatMap((call) => (call.to === 'queue' ? [`${call.name}.yaml`] : []));
  expect(queues.length).toBeGreaterThan(0);
  expect(readdirSync('events')).toEqual(expect.arrayContaining(queues));
});
