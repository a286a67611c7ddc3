import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { plus, podResources, times } from '../../state/pod-resources.ts';
import { type Amounts, amountsOf, amountText } from '../../state/quantity.ts';
import { at, listAt, textsAt } from '../../state/read.ts';
import { deployment } from '../sample-workloads.ts';
import { type NodePool, nodePoolsIn, refusedBy } from './node-pools.ts';
import { leastPods } from './quota-usage.ts';
import { nodePool } from './sample-pool.ts';

const web = deployment('web', { spec: 'replicas: 3', container: 'resources: { requests: { cpu: "1" } }' });

/** Karpenter makes no node beyond the limits of a pool. */
export const poolLimits: ClusterRule = {
  id: 'pool-limit-below-pods',
  severity: 'error',
  summary: 'A NodePool with lower limits than the pods that can only go there ask for at their least',
  breaks: 'Karpenter makes no further node, and the rest of the pods stays Pending.',
  pitfalls: ['X-31', 'X-33', 'X-57'],
  failing: nodePool('general', { further: 'limits: { cpu: "2" }' }) + web,
  passing: nodePool('general', { further: 'limits: { cpu: "20" }' }) + web,
  *judge(state) {
    const pools = nodePoolsIn(state).filter(({ resource }) => resource.kind === 'NodePool');
    if (pools.length === 0) return;
    const needs = needsOf(state, pools);
    for (const { resource } of pools) {
      const limits = amountsOf(at(resource.value, 'spec', 'limits'));
      for (const [name, limit] of limits) {
        const needed = needs.get(resource.name)?.get(name) ?? 0n;
        if (needed <= limit) continue;
        yield {
          resource,
          path: ['spec', 'limits', name],
          message: `The pods that can only go to its nodes ask for ${amountText(name, needed)} of ${name} at their least, and its limit is ${amountText(name, limit)}.`,
          fix: `Write a limit above ${amountText(name, needed)}.`,
        };
      }
    }
  },
};

/** What the pods ask for that have no other pool, by the name of the pool. */
function needsOf(state: ClusterState, pools: readonly NodePool[]): ReadonlyMap<string, Amounts> {
  const needs = new Map<string, Amounts>();
  for (const workload of state.workloads) {
    const { spec, isMade, resource, kind } = workload;
    if (isMade || resource.isExtract || kind === 'DaemonSet' || kind === 'CronJob' || kind === 'ScaledJob')
      continue;
    const selector = Object.entries(textsAt(spec, 'nodeSelector'));
    const open = pools.filter(
      (pool) =>
        refusedBy(pool, listAt(spec, 'tolerations')) === undefined &&
        selector.every(([key, value]) => pool.offers.get(key)?.has(value) ?? true),
    );
    const [only] = open;
    if (only === undefined || open.length > 1) continue;
    const own = times(podResources(state, workload).requests, leastPods(state, workload));
    needs.set(only.resource.name, plus(needs.get(only.resource.name) ?? new Map(), own));
  }
  return needs;
}
