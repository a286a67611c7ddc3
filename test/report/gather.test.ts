import { describe, expect, it } from 'vitest';
import { loadFleet } from '../../clusters/index.ts';
import { readTrees } from '../../scripts/cluster-model/cluster.ts';
import { reportOf } from '../../scripts/report/data/gather.ts';
import { workloadKey } from '../../scripts/report/data/workloads.ts';

const trees = readTrees(['dist']);
const { clusters } = loadFleet();
const report = reportOf({ source: 'dist', trees, clusters, exemptions: [], links: { local: '.' } });

describe('the page of this fleet', () => {
  it('has every cluster of the contract, and what the contract says of it', () => {
    expect(report.fleet.clusters.map(({ name, contract }) => [name, contract?.environment])).toEqual(
      clusters.map(({ name, environment }) => [name, environment]),
    );
  });

  it('has a product and an Application for every workload, and its details', () => {
    for (const row of report.fleet.workloads) {
      const own = report.clusters.find(({ name }) => name === row.cluster);
      expect(row, workloadKey(row)).toMatchObject({
        product: expect.stringMatching(/./),
        unit: expect.stringMatching(/./),
      });
      expect(own?.details[workloadKey(row)], workloadKey(row)).toBeDefined();
    }
  });

  it('counts the same workloads in the sums of a cluster and in its lines', () => {
    for (const { name, workloads, pods } of report.fleet.clusters) {
      const own = report.fleet.workloads.filter(({ cluster }) => cluster === name);
      expect(own).toHaveLength(workloads);
      expect(pods.max).toBe(own.reduce((sum, each) => sum + each.pods.max, 0));
    }
  });

  it('says of every node group of the contract and of every NodePool what is asked of it', () => {
    for (const { name, terraform } of clusters) {
      const pools = report.capacity.pools.filter(({ cluster }) => cluster === name);
      const named = pools.flatMap((pool) => [pool.name, ...pool.groups]);
      expect(new Set(pools.map((pool) => pool.name)).size).toBe(pools.length);
      expect(named).toEqual(expect.arrayContaining(Object.keys(terraform.nodeGroups)));
      for (const { cpu } of pools) expect(cpu.max).toBeGreaterThanOrEqual(cpu.min);
    }
  });
});
