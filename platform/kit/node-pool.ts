import { type Cluster, POOL_LABEL } from '../../clusters/index.ts';
import { MadeOnce } from './made-once.ts';
import { bytes, millicores } from './quantity.ts';
import type { Amount } from './resources.ts';

type NodeGroup = Cluster['terraform']['nodeGroups'][string];

/** What pods choose by: all node groups with one value of the label `workload-type`, whatever their zones and sizes. */
export interface NodePool {
  readonly name: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly taints: NodeGroup['taints'];
  /** What every node of it gives to pods at least. */
  readonly allocatable: Amount;
  readonly maxSize: number;
  readonly availabilityZones: readonly string[];
  /** Whether all of its nodes, some or none may be taken away at any time. */
  readonly spot: 'all' | 'some' | 'none';
}

const pools = new MadeOnce<Cluster, NodePool | undefined>();

/** The pool of a name; undefined where no node group has the label. */
export function nodePoolOf(cluster: Cluster, name: string): NodePool | undefined {
  return pools.of(cluster, name, () => findPool(cluster, name));
}

function findPool({ terraform }: Cluster, name: string): NodePool | undefined {
  const groups = Object.values(terraform.nodeGroups).filter(({ labels }) => labels[POOL_LABEL] === name);
  const [first, ...others] = groups;
  if (first === undefined) return undefined;
  return {
    name,
    selector: { [POOL_LABEL]: name },
    // The contract refuses groups of one pool with different ones.
    taints: first.taints,
    allocatable: others.reduce<Amount>(
      (least, { allocatable }) => smaller(least, allocatable),
      first.allocatable,
    ),
    maxSize: groups.reduce((sum, { maxSize }) => sum + maxSize, 0),
    availabilityZones: [...new Set(groups.flatMap(({ availabilityZones }) => availabilityZones))].sort(),
    spot: spotShare(groups),
  };
}

/** The names of a cluster's pools, sorted. */
export function nodePools({ terraform }: Cluster): readonly string[] {
  const names = Object.values(terraform.nodeGroups).flatMap(({ labels }) => labels[POOL_LABEL] ?? []);
  return [...new Set(names)].sort();
}

/** In the form of a pod. */
export function tolerationsOf({ taints }: Pick<NodePool, 'taints'>) {
  return taints.map(({ key, value, effect }) => ({ key, operator: 'Equal', value, effect }));
}

function spotShare(groups: readonly NodeGroup[]): NodePool['spot'] {
  const spot = groups.filter(({ capacityType }) => capacityType === 'SPOT').length;
  if (spot === 0) return 'none';
  return spot === groups.length ? 'all' : 'some';
}

function smaller(one: Amount, other: Amount): Amount {
  return {
    cpu: millicores(one.cpu) <= millicores(other.cpu) ? one.cpu : other.cpu,
    memory: bytes(one.memory) <= bytes(other.memory) ? one.memory : other.memory,
  };
}
