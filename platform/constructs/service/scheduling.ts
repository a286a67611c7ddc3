import { isDeepStrictEqual } from 'node:util';
import type { k8s } from 'cdk8s-plus-29';
import type { Cluster } from '../../../clusters/index.ts';
import { bytes, formatCpu, formatMemory, millicores } from '../quantity.ts';
import type { Amount } from './declaration.ts';
import type { Placement } from './placement.ts';

type NodeGroup = Cluster['terraform']['nodeGroups'][string];

/** The label that every node group carries and pods choose by (S4-40 to S4-44, S4-80). */
const GROUP_LABEL = 'workload-type';

/**
 * The node group of a workload.
 *
 * @throws when the Terraform outputs have no such group
 */
export function nodeGroupOf({ declaration, context: { cluster } }: Placement): NodeGroup {
  const { nodeGroups } = cluster.terraform;
  const name = declaration.nodeGroup ?? 'general';
  const group = nodeGroups[name];
  if (group !== undefined) return group;
  throw new Error(
    refusal(declaration.name, name, cluster.name, `has only ${Object.keys(nodeGroups).sort().join(', ')}`),
  );
}

/**
 * The node group of a workload: its label as selector, its taints tolerated.
 *
 * @throws when the Terraform outputs have no such group, or one without the label or too small
 */
export function nodePlacement(placement: Placement): Pick<k8s.PodSpec, 'nodeSelector' | 'tolerations'> {
  const { declaration, context } = placement;
  const name = declaration.nodeGroup ?? 'general';
  const group = nodeGroupOf(placement);
  const value = group.labels[GROUP_LABEL];
  if (value === undefined) {
    throw new Error(
      refusal(declaration.name, name, context.cluster.name, `gives it no label ${GROUP_LABEL}`),
    );
  }
  assertFits(placement, name, group.allocatable);
  return {
    nodeSelector: { [GROUP_LABEL]: value },
    ...(group.taints.length > 0 && {
      tolerations: group.taints.map(({ key, value: taint, effect }) => ({
        key,
        operator: 'Equal',
        value: taint,
        effect,
      })),
    }),
  };
}

/** Whether the nodes that a workload may run on are of both kinds: groups share the label that it chooses by, and taints. */
export function hasBothCapacityTypes(placement: Placement): boolean {
  const own = nodeGroupOf(placement);
  const groups = Object.values(placement.context.cluster.terraform.nodeGroups).filter(
    ({ labels, taints }) =>
      labels[GROUP_LABEL] === own.labels[GROUP_LABEL] && isDeepStrictEqual(taints, own.taints),
  );
  return new Set(groups.map(({ capacityType }) => capacityType)).size > 1;
}

function refusal(workload: string, group: string, cluster: string, why: string): string {
  return `${workload} wants the node group ${group}: the output node_groups in clusters/${cluster}/terraform.json ${why}.`;
}

/** A pod that fits no node waits for ever, and makes the node scaler add nodes in vain. */
function assertFits({ declaration, sidecar, context }: Placement, group: string, node: Amount): void {
  const { requests } = declaration.resources;
  const cpu = millicores(requests.cpu) + millicores(sidecar?.requests.cpu ?? '0');
  const memory = bytes(requests.memory) + bytes(sidecar?.requests.memory ?? '0Mi');
  if (cpu <= millicores(node.cpu) && memory <= bytes(node.memory)) return;
  throw new Error(
    `${declaration.name} requests ${formatCpu(cpu)} CPU and ${formatMemory(memory)}, its proxy included. A node of the group ${group} on ${context.cluster.name} leaves pods ${node.cpu} and ${node.memory}. Lower the requests, or choose another nodeGroup.`,
  );
}
