import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadFleet } from '../../clusters/index.ts';
import { contains } from '../../clusters/network.ts';

const fleet = loadFleet();

test('every folder of the repository is a cluster that loads, sorted by code unit', () => {
  const folders = readdirSync(new URL('../../clusters/', import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(fleet.clusters.map(({ name }) => name)).toEqual(folders.sort());
  expect(fleet.repository.url).toMatch(/^https:/);
});

test('loading is repeatable', () => {
  expect(loadFleet()).toEqual(fleet);
});

test('every hub manages itself, so that a cluster is never two steps away from its Argo CD', () => {
  const clusters = new Map(fleet.clusters.map((cluster) => [cluster.name, cluster]));
  for (const { hub } of fleet.clusters) expect(clusters.get(hub)?.hub).toBe(hub);
});

describe.each(fleet.clusters.map((cluster) => [cluster.name, cluster] as const))('%s', (_, cluster) => {
  test('has several zones, and nodes in each that take pods without tolerations', () => {
    expect(cluster.terraform.availabilityZones.length).toBeGreaterThan(1);
    expect(cluster.terraform.privateSubnetCidrs.length).toBeGreaterThanOrEqual(
      cluster.terraform.availabilityZones.length,
    );
    const general = Object.values(cluster.terraform.nodeGroups).filter(
      ({ labels }) => labels['workload-type'] === 'general',
    );
    expect(general.length).toBeGreaterThan(0);
    const open = general.filter(({ taints }) => taints.length === 0);
    expect(open.flatMap(({ availabilityZones }) => availabilityZones)).toEqual(
      expect.arrayContaining([...cluster.terraform.availabilityZones]),
    );
  });

  test('keeps every queue beside a dead-letter queue, so that a message that fails is not lost', () => {
    for (const queue of Object.values(cluster.terraform.queues)) {
      expect(queue.dlqArn).toBeTruthy();
      expect(queue.dlqUrl).toBeTruthy();
      expect([queue.arn, queue.url]).not.toContain(queue.dlqArn ?? queue.dlqUrl);
    }
  });

  test('has networks that do not overlap', () => {
    const { terraform } = cluster;
    const networks = [
      terraform.publicSubnetCidrs,
      terraform.privateSubnetCidrs,
      terraform.dataSubnetCidrs,
      terraform.vpcEndpointCidrs,
      terraform.controlPlaneSubnetCidrs,
    ].flat();
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
