import { type Cluster, type Fleet, POOL_LABEL } from '../../clusters/index.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { unitsOn } from '../../platform/unit/units-on.ts';
import { nodePoolName } from '../../platform/workload/pods/scheduling.ts';
import { Mistake } from '../command-line/mistake.ts';

/**
 * Refuses node groups whose taint keeps every pod away and that have nodes all the same: they are paid for and do
 * nothing but run the agents of the nodes. The contract cannot see it, as it does not know the workloads.
 *
 * @throws Mistake with every such group
 */
export function checkNodeGroupUse(units: readonly Unit[], fleet: Fleet): void {
  const mistakes = fleet.clusters.flatMap((cluster) => idleGroups(units, fleet, cluster));
  if (mistakes.length > 0) throw new Mistake(mistakes.join('\n'));
}

function idleGroups(units: readonly Unit[], fleet: Fleet, cluster: Cluster): readonly string[] {
  const used = usedPools(units, fleet, cluster);
  return Object.entries(cluster.terraform.nodeGroups).flatMap(([name, { labels, taints, minSize }]) => {
    const pool = labels[POOL_LABEL];
    if (minSize === 0 || taints.length === 0 || (pool !== undefined && used.has(pool))) return [];
    const tainted = taints.map(({ key, value }) => `${key}=${value}`).join(', ');
    return `clusters/${cluster.name}/terraform.json: the node group ${name} always has ${minSize} nodes, and its taint ${tainted} keeps every pod away: no workload of the cluster has nodeGroup: '${pool ?? name}'. Set its min_size to 0 in Terraform, or give a workload that group.`;
  });
}

function usedPools(units: readonly Unit[], fleet: Fleet, cluster: Cluster): ReadonlySet<string> {
  const here = unitsOn(cluster.name, units);
  return new Set([
    ...here.flatMap(({ workloads = [] }) => workloads.map(({ declaration }) => nodePoolName(declaration))),
    ...here.flatMap((unit) => unit.reserves?.({ cluster, fleet, units }) ?? []).map(nodePoolName),
  ]);
}
