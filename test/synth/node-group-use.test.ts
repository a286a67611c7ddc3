import { expect, test } from 'vitest';
import { checkNodeGroupUse } from '../../scripts/synth/node-group-use.ts';
import { frozenFleet } from '../fleet/frozen-fleet.ts';

const { fleet, units } = frozenFleet;

/** The fleet with another smallest size of one node group of production. */
function withMinimum(group: string, minSize: number): typeof fleet {
  const clusters = fleet.clusters.map((cluster) => {
    const found = cluster.terraform.nodeGroups[group];
    if (cluster.name !== 'triptrip-production' || found === undefined) return cluster;
    const nodeGroups = { ...cluster.terraform.nodeGroups, [group]: { ...found, minSize } };
    return { ...cluster, terraform: { ...cluster.terraform, nodeGroups } };
  });
  return { ...fleet, clusters };
}

test('X-24: nodes that are always there and that no pod tolerates are paid for in vain', () => {
  expect(() => checkNodeGroupUse(units, withMinimum('compute-1a', 2))).toThrow(
    "clusters/triptrip-production/terraform.json: the node group compute-1a always has 2 nodes, and its taint workload-type=compute keeps every pod away: no workload of the cluster has nodeGroup: 'compute'. Set its min_size to 0 in Terraform, or give a workload that group.",
  );
});

test('nodes for a workload, for a store and without a taint are none of these', () => {
  for (const group of ['spot', 'memory-1a', 'general-2xlarge-1a']) {
    expect(() => checkNodeGroupUse(units, withMinimum(group, 2))).not.toThrow();
  }
});
