import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { fullHost, isExported, isHostOf, textsIn } from '../../state/mesh-hosts.ts';
import { type Fields, fieldsAt, listAt, type Path, textAt, textsAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';

export interface Subset {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly policy: Fields;
  readonly path: Path;
}

/** A DestinationRule: how proxies call a host. */
export interface DestinationRule {
  readonly resource: Resource;
  /** In full. */
  readonly host: string;
  readonly exportTo: readonly string[];
  readonly policy: Fields;
  readonly subsets: readonly Subset[];
}

export const destinationRulesIn = remembered((state: ClusterState): readonly DestinationRule[] =>
  state.of('networking.istio.io/DestinationRule').map(
    (resource): DestinationRule => ({
      resource,
      host: fullHost(textAt(resource.value, 'spec', 'host') ?? '', resource.namespace),
      exportTo: textsIn(listAt(resource.value, 'spec', 'exportTo')),
      policy: fieldsAt(resource.value, 'spec', 'trafficPolicy'),
      subsets: listAt(resource.value, 'spec', 'subsets').map(
        (subset, index): Subset => ({
          name: textAt(subset, 'name') ?? '',
          labels: textsAt(subset, 'labels'),
          policy: fieldsAt(subset, 'trafficPolicy'),
          path: ['spec', 'subsets', index],
        }),
      ),
    }),
  ),
);

const byHost = remembered((state: ClusterState) => {
  const exact = new Map<string, DestinationRule[]>();
  const patterns: DestinationRule[] = [];
  for (const rule of destinationRulesIn(state)) {
    const others = exact.get(rule.host);
    if (rule.host.includes('*')) patterns.push(rule);
    else if (others === undefined) exact.set(rule.host, [rule]);
    else others.push(rule);
  }
  return { exact, patterns };
});

/** The rules for a host, as far as a namespace sees them. */
export function rulesFor(state: ClusterState, host: string, from: string): readonly DestinationRule[] {
  const { exact, patterns } = byHost(state);
  const own = exact.get(host) ?? [];
  const all = patterns.length === 0 ? own : [...own, ...patterns.filter((rule) => isHostOf(host, rule.host))];
  return all.filter(({ exportTo, resource }) => isExported(exportTo, resource.namespace, from));
}

/** Every policy of a rule with its place: that of the whole, of ports, and of subsets. */
export function* policiesOf({ policy, subsets }: DestinationRule): Generator<{ policy: Fields; path: Path }> {
  yield* withPorts(policy, ['spec', 'trafficPolicy']);
  for (const { policy: own, path } of subsets) yield* withPorts(own, [...path, 'trafficPolicy']);
}

function* withPorts(policy: Fields, path: Path): Generator<{ policy: Fields; path: Path }> {
  yield { policy, path };
  for (const [index, each] of listAt(policy, 'portLevelSettings').entries())
    yield { policy: fieldsAt({ each }, 'each'), path: [...path, 'portLevelSettings', index] };
}
