import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { Problem } from './contract-error.ts';
import type { Path } from './document.ts';
import type { ClusterDraft } from './load-cluster.ts';
import { type nodeGroup, POOL_LABEL } from './terraform-values.ts';

type NodeGroup = z.infer<typeof nodeGroup>;

/** What must hold for each node group, and among them. */
export function checkNodeGroups(draft: ClusterDraft): Problem[] {
  const groups = Object.entries(draft.outputs.node_groups?.value ?? {});
  const { outputsFile } = draft;
  const at = (name: string, ...path: Path) => ['node_groups', 'value', name, ...path];
  const autoscaled = draft.choices.nodeScaler === 'cluster-autoscaler';
  return groups.flatMap(([name, group], index) => {
    const problem = (message: string | undefined, ...path: Path) =>
      message === undefined ? [] : [outputsFile.problem(at(name, ...path), message)];
    return [
      ...problem(wrongSize(group), 'min_size'),
      ...problem(strangeZone(group, draft), 'availability_zones'),
      ...problem(otherTaints(group, groups.slice(0, index)), 'taints'),
      ...(autoscaled
        ? [
            ...problem(mixedTypes(group), 'instance_types'),
            ...problem(severalZones(name, group), 'availability_zones'),
          ]
        : []),
    ];
  });
}

function wrongSize({ min_size, max_size }: NodeGroup): string | undefined {
  return min_size <= max_size ? undefined : `found ${min_size}, expected at most max_size, ${max_size}`;
}

/** If the zones of the cluster are themselves in doubt, one mistake would look like many. */
function strangeZone({ availability_zones }: NodeGroup, { outputs }: ClusterDraft): string | undefined {
  const own = outputs.availability_zones?.value ?? [];
  if (own.some((zone) => zone.slice(0, -1) !== outputs.region?.value)) return undefined;
  const strange = availability_zones.find((zone) => !own.includes(zone));
  return strange && `found ${strange}, expected zones of the cluster (availability_zones): ${own.join(', ')}`;
}

/** A pod that chooses a pool tolerates what the pool has: other taints on some of its nodes would keep it off them. */
function otherTaints(
  { labels, taints }: NodeGroup,
  before: readonly (readonly [string, NodeGroup])[],
): string | undefined {
  const pool = labels[POOL_LABEL];
  const first = before.find(([, other]) => pool !== undefined && other.labels[POOL_LABEL] === pool);
  if (first === undefined || isDeepStrictEqual(first[1].taints, taints)) return undefined;
  return `found ${written(taints)}, expected ${written(first[1].taints)} as on ${first[0]}: both have the label ${POOL_LABEL}: ${pool}, so to pods they are one pool`;
}

function written(taints: NodeGroup['taints']): string {
  if (taints.length === 0) return 'no taint';
  return taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`).join(', ');
}

/**
 * The Cluster Autoscaler assumes that every node of a group is of the first type. Types of one size have the same
 * number of cores and, of one class (m, c, r…), the same memory for each.
 */
function mixedTypes({ instance_types }: NodeGroup): string | undefined {
  const [first = '', ...others] = instance_types;
  const other = others.find((type) => sizeOf(type) !== sizeOf(first));
  return (
    other &&
    `found ${other} beside ${first}, expected types of one class and size: the Cluster Autoscaler takes every new node for one of the first type, and reckons with the wrong cores or memory (X-54). Make a group for each size with the same labels and taints, or choose nodeScaler: karpenter in cluster.yaml`
  );
}

/** Class and size of an instance type: `m xlarge` of m5a.xlarge. */
function sizeOf(type: string): string {
  const [family = '', size = ''] = type.split('.');
  return `${/^[a-z]+/.exec(family)?.[0]} ${size}`;
}

/**
 * A volume is in one zone, and the Cluster Autoscaler cannot ask a group for a node in a particular zone. Spot
 * nodes with a taint have no volumes, and more zones mean fewer interruptions.
 */
function severalZones(name: string, group: NodeGroup): string | undefined {
  const { availability_zones, capacity_type, taints } = group;
  if (availability_zones.length === 1 || (capacity_type === 'SPOT' && taints.length > 0)) return undefined;
  const groups = availability_zones.map((zone) => `${name}-${zone.slice(-2)}`).join(', ');
  return `found ${availability_zones.length} zones, expected one: a pod with a volume waits for a node in the zone of the volume, and the Cluster Autoscaler cannot ask this group for one (X-55). Make a group for each zone, such as ${groups}; only Spot groups with a taint may span zones`;
}
