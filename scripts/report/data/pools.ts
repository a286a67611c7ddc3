import { type Cluster, POOL_LABEL } from '../../../clusters/index.ts';
import { type NodePool, nodePoolsIn, refusedBy, type Taint } from '../../check/rules/scale/node-pools.ts';
import { leastPods, mostPods } from '../../check/rules/scale/quota-usage.ts';
import type { ClusterState } from '../../check/state/cluster-state.ts';
import { podResources } from '../../check/state/pod-resources.ts';
import { amountsOf, quantityOf } from '../../check/state/quantity.ts';
import { at, listAt, textsAt } from '../../check/state/read.ts';
import type { Workload } from '../../check/state/workload.ts';
import { amount, numberOf } from './amounts.ts';
import type { PoolAmount, PoolRow } from './rows/capacity.ts';

/** Nodes of one kind: which pods they take, and how much there may be of them. */
interface Pool {
  readonly row: Omit<PoolRow, 'cpu' | 'memory'>;
  readonly taints: readonly Taint[];
  /** The values that a label of its nodes may have; undefined for any. */
  readonly offers: ReadonlyMap<string, ReadonlySet<string> | undefined>;
  readonly limits: { readonly cpu?: number | undefined; readonly memory?: number | undefined };
}

/** The pools of a cluster: Karpenter's of the tree, and the node groups of the contract that none of those stands for. */
export function poolsOf(state: ClusterState, cluster: Cluster | undefined): readonly PoolRow[] {
  const karpenter = nodePoolsIn(state).filter(({ resource }) => resource.kind === 'NodePool');
  const made = new Set(karpenter.map(({ resource }) => resource.name));
  const groups = Object.entries(cluster?.terraform.nodeGroups ?? {}).filter(([name]) => !made.has(name));
  const pools = [
    ...karpenter.map((pool) => ofKarpenter(state.cluster, pool)),
    ...alike(groups).map((each) => ofContract(state.cluster, each)),
  ];
  const called = pools.map(({ row }) => row.name);
  const asked = pools.map(() => ({ cpu: new Asked(), memory: new Asked() }));
  for (const workload of state.workloads) {
    const open = pools.flatMap((pool, index) => (takes(pool, workload) ? (asked[index] ?? []) : []));
    const { requests } = podResources(state, workload);
    const [least, most] = [leastPods(state, workload), mostPods(state, workload)];
    for (const own of open) {
      for (const name of ['cpu', 'memory'] as const) {
        const one = amount(requests, name);
        if (workload.kind === 'DaemonSet') own[name].perNode += one;
        else own[name].add(one * least, one * most, open.length > 1);
      }
    }
  }
  return pools.map(({ row, limits }, index): PoolRow => {
    const { cpu, memory } = asked[index] ?? { cpu: new Asked(), memory: new Asked() };
    // Groups of Spot nodes may offer themselves to the same pods as others.
    const isAlone = called.filter((name) => name === row.name).length === 1;
    const name = isAlone || row.groups.length === 0 ? row.name : row.groups.join(', ');
    return { ...row, name, cpu: cpu.against(limits.cpu), memory: memory.against(limits.memory) };
  });
}

/** What the pods of a pool ask for of one resource. */
class Asked {
  perNode = 0;
  readonly #own = { min: 0, max: 0 };
  readonly #shared = { min: 0, max: 0 };

  add(least: number, most: number, isShared: boolean): void {
    const sum = isShared ? this.#shared : this.#own;
    sum.min += least;
    sum.max += most;
  }

  against(limit: number | undefined): PoolAmount {
    return { ...this.#own, shared: this.#shared, limit, perNode: this.perNode };
  }
}

/** Labels that every node has, whatever its pool. */
const OF_EVERY_NODE = new Set(['kubernetes.io/os', 'kubernetes.io/arch', 'kubernetes.io/hostname']);

function takes({ taints, offers }: Pool, { spec }: Workload): boolean {
  const isOpen = taints.length === 0 || refusedBy({ taints }, listAt(spec, 'tolerations')) === undefined;
  return (
    isOpen &&
    Object.entries(textsAt(spec, 'nodeSelector')).every(([key, value]) =>
      offers.has(key) ? (offers.get(key)?.has(value) ?? true) : OF_EVERY_NODE.has(key),
    )
  );
}

function ofKarpenter(cluster: string, { resource, taints, offers }: NodePool): Pool {
  const limits = amountsOf(at(resource.value, 'spec', 'limits'));
  const limit = (name: string) => (limits.has(name) ? amount(limits, name) : undefined);
  const values = (key: string) => [...(offers.get(key) ?? [])].sort();
  return {
    row: {
      cluster,
      name: resource.name,
      kind: 'NodePool',
      groups: [],
      instances: values('node.kubernetes.io/instance-type'),
      capacityType: values('karpenter.sh/capacity-type').join(', '),
      zones: values('topology.kubernetes.io/zone'),
      file: resource.found.file,
      line: resource.found.line,
    },
    taints,
    offers,
    limits: { cpu: limit('cpu'), memory: limit('memory') },
  };
}

type NodeGroup = Cluster['terraform']['nodeGroups'][string];
type Named = readonly [name: string, group: NodeGroup];

/** Node groups between which no pod can tell: under the Cluster Autoscaler a pool is one group a zone. */
function alike(groups: readonly Named[]): readonly (readonly [Named, ...Named[]])[] {
  const found = new Map<string, [Named, ...Named[]]>();
  for (const each of groups) {
    const [, { labels, taints }] = each;
    const key = JSON.stringify([Object.entries(labels).sort(), taints]);
    const others = found.get(key);
    if (others === undefined) found.set(key, [each]);
    else others.push(each);
  }
  return [...found.values()];
}

function ofContract(cluster: string, groups: readonly [Named, ...Named[]]): Pool {
  const [[, { labels, taints, capacityType }]] = groups;
  const own = groups.map(([, group]) => group);
  const names = groups.map(([name]) => name);
  const sum = (of: (group: NodeGroup) => number) => own.reduce((total, group) => total + of(group), 0);
  const once = (of: (group: NodeGroup) => readonly string[]) => [...new Set(own.flatMap(of))].sort();
  const total = (name: 'cpu' | 'memory') =>
    sum(({ allocatable, maxSize }) => numberOf(quantityOf(allocatable[name]) ?? 0n) * maxSize);
  return {
    row: {
      cluster,
      name: labels[POOL_LABEL] ?? names.join(', '),
      kind: 'node group',
      groups: names,
      instances: once(({ instanceTypes }) => instanceTypes),
      capacityType: capacityType === 'SPOT' ? 'spot' : 'on-demand',
      zones: once(({ availabilityZones }) => availabilityZones),
      nodes: { min: sum(({ minSize }) => minSize), max: sum(({ maxSize }) => maxSize) },
    },
    taints: taints.map(({ key, value, effect }) => ({ key, value: value ?? '', effect })),
    offers: new Map(Object.entries(labels).map(([key, value]) => [key, new Set([value ?? ''])])),
    limits: { cpu: total('cpu'), memory: total('memory') },
  };
}
