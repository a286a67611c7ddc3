import { expect, test } from 'vitest';
import { triptrip } from '../../../apps/triptrip/triptrip.ts';
import { TARGETS } from '../../../requirements/triptrip/capacity/load.ts';
import { textAt } from '../../manifest-reader.ts';
import { contextOf, productionOf } from '../fleet-at-rest.ts';

const { name: PRODUCTION, terraform } = productionOf(triptrip);
const groups = Object.values(terraform.nodeGroups);

test('the production node groups are those of S4-40 to S4-44, split by size and zone (X-54, X-55)', () => {
  const most = (pool: string) =>
    groups
      .filter(({ labels }) => labels['workload-type'] === pool)
      .reduce((sum, { maxSize }) => sum + maxSize, 0);
  for (const [pool, size] of Object.entries({ general: 50, compute: 30, memory: 10, spot: 30, gpu: 5 }))
    expect(most(pool), pool).toBeGreaterThanOrEqual(size);
  const closed = groups.filter(({ labels }) => ['spot', 'gpu'].includes(labels['workload-type'] ?? ''));
  for (const { taints } of closed) expect(taints.map(({ effect }) => effect)).toContain('NoSchedule');
});

test('all node groups together (S4-45)', () => {
  expect(groups.reduce((all, { minSize }) => all + minSize, 0)).toBeGreaterThanOrEqual(6);
  expect(groups.reduce((all, { maxSize }) => all + maxSize, 0)).toBeGreaterThanOrEqual(125);
});

test('a node that does not come is given up within five minutes (S4-19, X-57)', () => {
  const context = contextOf(PRODUCTION);
  const scaler = context.units.find(({ name }) => name === 'cluster-autoscaler');
  const wait = textAt(scaler?.helm?.(context).values, 'extraArgs["max-node-provision-time"]');
  expect(wait).toMatch(/^\d+m$/);
  expect(Number.parseFloat(wait)).toBeLessThanOrEqual(TARGETS.nodeMinutes);
});
