import type { AuthorizationPolicy } from '../../cluster-model/mesh/authorization-policy.ts';
import type { Mesh } from '../../cluster-model/mesh/mesh.ts';
import type { Pods } from '../../cluster-model/pods.ts';
import type { Endpoint } from '../endpoints.ts';
import type { Interval } from '../ports.ts';
import type { Registry } from './registry.ts';
import { authenticationsOf } from './transport.ts';

/** Ports at which something in a mesh may be different from their neighbours. */
export class Points {
  readonly #registry: Registry;
  readonly #named: readonly number[];
  readonly #ofCallee = new Map<Pods, readonly number[]>();
  readonly #ofAnnotations = new Map<Pods, readonly number[]>();

  constructor(registry: Registry) {
    this.#registry = registry;
    this.#named = portsNamed(registry.mesh);
  }

  /** Those between two endpoints, in their order. */
  between(from: Endpoint, to: Endpoint): readonly number[] {
    const all = [
      ...this.#named,
      ...(to.type === 'pods' ? kept(this.#ofCallee, to.pods, () => this.#of(to.pods)) : []),
      ...[from, to].flatMap((each) =>
        each.type === 'pods' ? kept(this.#ofAnnotations, each.pods, () => numbersIn(each.pods)) : [],
      ),
    ];
    return [...new Set(all)].sort((one, other) => one - other);
  }

  #of(pods: Pods): readonly number[] {
    return [
      ...pods.ports.map(({ number }) => number),
      ...this.#registry.hostsOf(pods).flatMap(({ targets }) => targets.map(({ number }) => number)),
      ...authenticationsOf(this.#registry.mesh, pods).flatMap((each) => [...(each?.ports.keys() ?? [])]),
    ];
  }
}

/** What is known of pods, or found out once. */
function kept(
  known: Map<Pods, readonly number[]>,
  pods: Pods,
  find: () => readonly number[],
): readonly number[] {
  let found = known.get(pods);
  if (found === undefined) {
    found = find();
    known.set(pods, found);
  }
  return found;
}

/** An interval in pieces, each with a port that stands for all of it. */
export function* pieces(
  interval: Interval,
  points: readonly number[],
): Generator<{ piece: Interval; port: number }> {
  let next = interval.first;
  for (const point of points) {
    if (point < next || point > interval.last) continue;
    if (point > next) yield { piece: { ...interval, first: next, last: point - 1 }, port: next };
    yield { piece: { ...interval, first: point, last: point }, port: point };
    next = point + 1;
  }
  if (next <= interval.last) yield { piece: { ...interval, first: next }, port: next };
}

/** Every number in the annotations of the mesh about ports. */
function numbersIn({ annotations }: Pods): readonly number[] {
  return Object.entries(annotations)
    .filter(([key]) => key.startsWith('traffic.sidecar.istio.io/'))
    .flatMap(([, value]) => [...value.matchAll(/\d+/g)].map(([number]) => Number(number)))
    .filter((number) => number >= 1 && number <= 65_535);
}

/** Ports that policies allow by their numbers. */
export function portsAllowed(policies: readonly AuthorizationPolicy[]): readonly number[] {
  return policies
    .filter(({ action }) => action === 'ALLOW')
    .flatMap(({ rules }) => rules.flatMap(({ to }) => to ?? []))
    .flatMap(({ operation }) => operation?.ports ?? [])
    .map(Number);
}

/** Ports that something in the mesh names, whoever it is about. */
export function portsNamed(mesh: Mesh): readonly number[] {
  const rules = mesh.authorizationPolicies.flatMap((policy) => policy.rules);
  const operations = rules.flatMap(({ to }) => (to ?? []).flatMap(({ operation }) => operation ?? []));
  const conditions = rules.flatMap(({ when }) => when.filter(({ key }) => key === 'destination.port'));
  return [
    ...[15_020, 15_021, 15_090, 15_443],
    ...operations.flatMap(({ ports, notPorts }) => [...ports, ...notPorts]).map(Number),
    ...conditions.flatMap(({ values, notValues }) => [...values, ...notValues]).map(Number),
    ...mesh.serviceEntries.flatMap(({ ports }) =>
      ports.map(({ number, targetPort }) => targetPort ?? number),
    ),
    ...mesh.gateways.flatMap(({ servers }) => servers.map(({ port }) => port)),
  ].filter((port) => Number.isInteger(port) && port >= 1 && port <= 65_535);
}
