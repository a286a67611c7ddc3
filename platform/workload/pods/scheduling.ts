import type { k8s } from 'cdk8s-plus-29';
import { didYouMean } from '../../../clusters/nearest-name.ts';
import { type NodePool, nodePoolOf, nodePools, tolerationsOf } from '../../kit/node-pool.ts';
import { bytes, formatCpu, formatMemory, millicores } from '../../kit/quantity.ts';
import type { WorkloadDeclaration } from '../declaration/workload.ts';
import type { Placement } from '../graph/placement.ts';

/** Where workloads that name no node pool run. */
const DEFAULT_POOL = 'general';

/** The name of the pool of nodes that a workload asks for. */
export function nodePoolName({ nodeGroup = DEFAULT_POOL }: Pick<WorkloadDeclaration, 'nodeGroup'>): string {
  return nodeGroup;
}

/**
 * The pool of nodes of a workload (S4-40 to S4-44).
 *
 * @throws when the Terraform outputs do not have the node group
 */
export function nodePoolOfWorkload({ declaration, context: { cluster } }: Placement): NodePool {
  const name = nodePoolName(declaration);
  const pool = nodePoolOf(cluster, name);
  if (pool !== undefined) return pool;
  const pools = nodePools(cluster);
  throw new Error(
    `${declaration.name} wants the node group ${name}: the output node_groups in clusters/${cluster.name}/terraform.json has none with the label workload-type: ${name}, only ${pools.join(', ') || 'groups without that label'}${didYouMean(name, pools)}.`,
  );
}

/**
 * The nodes of a workload: their label as selector, their taints tolerated (S4-80, X-23).
 *
 * @throws when the Terraform outputs do not have the group, or it is too small
 */
export function nodePlacement(placement: Placement): Pick<k8s.PodSpec, 'nodeSelector' | 'tolerations'> {
  const pool = nodePoolOfWorkload(placement);
  assertFits(placement, pool);
  return {
    nodeSelector: pool.selector,
    ...(pool.taints.length > 0 && { tolerations: tolerationsOf(pool) }),
  };
}

/** A pod that fits no node waits for ever, and makes the node scaler add nodes in vain. */
function assertFits({ declaration, sidecar, context }: Placement, { name, allocatable }: NodePool): void {
  const { requests } = declaration.resources;
  const cpu = millicores(requests.cpu) + millicores(sidecar?.requests.cpu ?? '0');
  const memory = bytes(requests.memory) + bytes(sidecar?.requests.memory ?? '0Mi');
  if (cpu <= millicores(allocatable.cpu) && memory <= bytes(allocatable.memory)) return;
  throw new Error(
    `${declaration.name} requests ${formatCpu(cpu)} CPU and ${formatMemory(memory)}, its proxy included. A node of the group ${name} on ${context.cluster.name} leaves pods ${allocatable.cpu} and ${allocatable.memory}. Lower the requests, or choose another nodeGroup.`,
  );
}
