import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadFleet } from '../../clusters/index.ts';
import { contains } from '../../clusters/network.ts';

const fleet = loadFleet();
const clusters = new Map(fleet.clusters.map((cluster) => [cluster.name, cluster]));

test('every folder of the repository is a cluster that loads, sorted by code unit', () => {
  const folders = readdirSync(new URL('../../clusters/', import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect([...clusters.keys()]).toEqual(folders.sort());
  expect(fleet.repository.url).toMatch(/^https:/);
});

test('loading is repeatable', () => {
  expect(loadFleet()).toEqual(fleet);
});

test('a cluster that names no hub manages itself; triptrip-dr depends on no other region', () => {
  expect(Object.fromEntries(fleet.clusters.map(({ name, hub }) => [name, hub]))).toMatchObject({
    'prod-eu': 'prod-japan',
    'prod-japan': 'prod-japan',
    'sre-portfolio': 'sre-portfolio',
    'sre-portfolio-dev': 'sre-portfolio-dev',
    'triptrip-dev': 'triptrip-staging',
    'triptrip-dr': 'triptrip-dr',
    'triptrip-production': 'triptrip-production',
    'triptrip-staging': 'triptrip-staging',
  });
});

test('nothing of triptrip-dr stands in the region that it takes over from (S4-49, X-97)', () => {
  const dr = clusters.get('triptrip-dr');
  expect(dr?.terraform.region).toBe('ap-northeast-3');
  expect(JSON.stringify(dr)).not.toContain('ap-northeast-1');
  expect(JSON.stringify(dr)).not.toContain('triptrip/production');
});

test('the production node groups are those of S4-40 to S4-44, split by size and zone (X-54, X-55)', () => {
  const groups = Object.values(clusters.get('triptrip-production')?.terraform.nodeGroups ?? {});
  const pool = (name: string) => groups.filter(({ labels }) => labels['workload-type'] === name);
  const largest = (name: string) => pool(name).reduce((sum, { maxSize }) => sum + maxSize, 0);
  expect(['general', 'compute', 'memory', 'spot', 'gpu'].map(largest)).toEqual([50, 30, 10, 30, 5]);
  // Only what something runs on is kept warm.
  expect(groups.filter(({ minSize }) => minSize > 0).map(({ labels }) => labels['workload-type'])).toEqual([
    ...Array(3).fill('general'),
    ...Array(3).fill('memory'),
  ]);
  expect(pool('spot')).toMatchObject([
    {
      labels: { tier: 'spot', lifecycle: 'spot' },
      taints: [{ key: 'spot', value: 'true', effect: 'NoSchedule' }],
      capacityType: 'SPOT',
    },
  ]);
  for (const { taints } of pool('gpu')) {
    expect(taints).toEqual([{ key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' }]);
  }
});

describe.each(fleet.clusters.map((cluster) => [cluster.name, cluster] as const))('%s', (_, cluster) => {
  test('has three zones and nodes that take pods without tolerations', () => {
    expect(cluster.terraform.availabilityZones).toHaveLength(3);
    expect(cluster.terraform.privateSubnetCidrs).toHaveLength(3);
    const general = Object.values(cluster.terraform.nodeGroups).filter(
      ({ labels }) => labels['workload-type'] === 'general',
    );
    expect(general.length).toBeGreaterThan(0);
    for (const { taints } of general) expect(taints).toEqual([]);
    expect(general.flatMap(({ availabilityZones }) => availabilityZones)).toEqual(
      expect.arrayContaining([...cluster.terraform.availabilityZones]),
    );
  });

  test('keeps every queue beside a dead-letter queue, so that a message that fails is not lost', () => {
    for (const queue of Object.values(cluster.terraform.queues)) {
      expect(queue.dlqArn).toBe(`${queue.arn}-dlq`);
      expect(queue.dlqUrl).toBe(`${queue.url}-dlq`);
    }
  });

  test('has networks that do not overlap', () => {
    const { publicSubnetCidrs, privateSubnetCidrs, dataSubnetCidrs, vpcEndpointCidrs } = cluster.terraform;
    const networks = [publicSubnetCidrs, privateSubnetCidrs, dataSubnetCidrs, vpcEndpointCidrs].flat();
    for (const one of networks) {
      expect(networks.filter((other) => contains(one, other))).toEqual([one]);
    }
  });

  test('reads its secrets from a path of its own (X-97)', () => {
    const sharing = fleet.clusters.filter(
      ({ terraform }) => terraform.secretPathPrefix === cluster.terraform.secretPathPrefix,
    );
    expect(sharing).toEqual([cluster]);
  });
});
