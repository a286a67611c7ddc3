import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { at, list, listAt, textAt, textsAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** What a pool says of a label: the values that its nodes may have; undefined for any value. */
export type Offer = ReadonlySet<string> | undefined;

/** Nodes that a NodePool of Karpenter makes, or one that the tree lists. */
export interface NodePool {
  readonly resource: Resource;
  readonly taints: readonly Taint[];
  readonly offers: ReadonlyMap<string, Offer>;
  readonly requirements: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values: readonly string[];
  }[];
}

export const nodePoolsIn = remembered((state: ClusterState): readonly NodePool[] => [
  ...state.of('karpenter.sh/NodePool').map(ofKarpenter),
  ...state.of('karpenter.sh/Provisioner').map(ofKarpenter),
  ...state.of('/Node').map(
    (resource): NodePool => ({
      resource,
      taints: taintsAt(listAt(resource.value, 'spec', 'taints')),
      offers: new Map(Object.entries(resource.labels).map(([key, value]) => [key, new Set([value])])),
      requirements: [],
    }),
  ),
]);

function ofKarpenter(resource: Resource): NodePool {
  const base =
    resource.kind === 'Provisioner' ? resource.value.spec : at(resource.value, 'spec', 'template', 'spec');
  const labels =
    resource.kind === 'Provisioner'
      ? textsAt(resource.value, 'spec', 'labels')
      : textsAt(resource.value, 'spec', 'template', 'metadata', 'labels');
  const requirements = listAt(base, 'requirements').map((each) => ({
    key: textAt(each, 'key') ?? '',
    operator: textAt(each, 'operator') ?? 'In',
    values: list(at(each, 'values')).map(String),
  }));
  const offers = new Map<string, Offer>([
    ['karpenter.sh/nodepool', new Set([resource.name])],
    ...Object.entries(labels).map(([key, value]): [string, Offer] => [key, new Set([value])]),
  ]);
  for (const { key, operator, values } of requirements) {
    const known = offers.get(key);
    if (operator === 'DoesNotExist') continue;
    const own = operator === 'In' ? new Set(values) : undefined;
    offers.set(
      key,
      known !== undefined && own !== undefined
        ? new Set([...known].filter((value) => own.has(value)))
        : (own ?? known),
    );
  }
  return {
    resource,
    taints: [...taintsAt(listAt(base, 'taints'))],
    offers,
    requirements,
  };
}

function taintsAt(taints: readonly unknown[]): readonly Taint[] {
  return taints.map((taint) => ({
    key: textAt(taint, 'key') ?? '',
    value: textAt(taint, 'value') ?? '',
    effect: textAt(taint, 'effect') ?? '',
  }));
}

/** The first taint of a pool that keeps pods with these tolerations away. */
export function refusedBy(
  { taints }: Pick<NodePool, 'taints'>,
  tolerations: readonly unknown[],
): Taint | undefined {
  return taints.find(
    (taint) =>
      taint.effect !== 'PreferNoSchedule' && !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
}

export function tolerates(toleration: unknown, { key, value, effect }: Taint): boolean {
  const ownEffect = textAt(toleration, 'effect') ?? '';
  if (ownEffect !== '' && ownEffect !== effect) return false;
  const ownKey = textAt(toleration, 'key') ?? '';
  if (textAt(toleration, 'operator') === 'Exists') return ownKey === '' || ownKey === key;
  return ownKey === key && (textAt(toleration, 'value') ?? '') === value;
}

/** The zones that the nodes may be in; undefined where the tree does not say it. */
export function zonesIn(state: ClusterState): number | undefined {
  const key = 'topology.kubernetes.io/zone';
  const pools = nodePoolsIn(state);
  if (pools.length === 0) return undefined;
  const zones = new Set<string>();
  for (const { offers } of pools) {
    const offer = offers.get(key);
    if (offer === undefined) return undefined;
    for (const zone of offer) zones.add(zone);
  }
  return zones.size;
}

export function seconds(duration: string | undefined): number | undefined {
  const parts = [...(duration ?? '').matchAll(/(\d+(?:\.\d+)?)(h|m|s)/g)];
  if (duration === undefined || parts.length === 0) return undefined;
  return parts.reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * ({ h: 3600, m: 60, s: 1 }[unit ?? 's'] ?? 1),
    0,
  );
}
