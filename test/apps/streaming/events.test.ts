import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { streaming } from '../../../apps/streaming/streaming.ts';

const schemas = z.record(z.string(), z.object({ required: z.array(z.string()) }));

test('user-registered has the fields that were agreed on (S0-69)', () => {
  const { components } = z
    .object({ components: z.object({ schemas }) })
    .parse(parse(readFileSync('events/user-registered.yaml', 'utf8')));
  expect(components.schemas.userRegistered?.required).toEqual(['id', 'occurredAt', 'userId', 'email']);
});

test('every event that the services send or receive is described, and nothing else is (S0-70)', () => {
  const queues = new Set(
    streaming
      .flatMap(({ workloads = [] }) => workloads)
      .flatMap(({ declaration: { calls = [] } }) => calls)
      .flatMap((call) => (call.to === 'queue' ? [call.name] : [])),
  );
  const described = readdirSync('events').map((name) => name.replace('.yaml', ''));
  expect(described.sort()).toEqual([...queues].sort());
  expect(queues.size).toBeGreaterThan(0);
});
