import type { DeclaredPort, Protocol } from '../cluster-model/pods.ts';

/** Ports of a protocol from the first to the last. */
export interface Interval {
  readonly protocol: Protocol;
  readonly first: number;
  readonly last: number;
}

/** Ports in their order; no two intervals have one in common. */
export type Ports = readonly Interval[];

export const HIGHEST_PORT = 65_535;
const PROTOCOLS: readonly Protocol[] = ['SCTP', 'TCP', 'UDP'];
export const ALL_PORTS: Ports = PROTOCOLS.map((protocol) => ({ protocol, first: 1, last: HIGHEST_PORT }));
export const NO_PORTS: Ports = [];

export function isAll(ports: Ports): boolean {
  return (
    ports === ALL_PORTS ||
    (ports.length === PROTOCOLS.length &&
      ports.every(({ first, last }) => first === 1 && last === HIGHEST_PORT))
  );
}

/** All of them together. Neighbours stay apart, so that ports which were named one by one are told one by one. */
export function union(...sets: readonly Ports[]): Ports {
  const some = sets.filter(({ length }) => length > 0);
  if (some.some(isAll)) return ALL_PORTS;
  const [only = NO_PORTS] = some;
  if (some.length <= 1) return only;
  const joined: Interval[] = [];
  for (const next of some.flat().sort(inOrder)) {
    const last = joined.at(-1);
    if (last?.protocol === next.protocol && next.first <= last.last) {
      joined[joined.length - 1] = { ...last, last: Math.max(last.last, next.last) };
    } else joined.push(next);
  }
  return joined;
}

export function intersection(one: Ports, other: Ports): Ports {
  if (one === ALL_PORTS) return other;
  if (other === ALL_PORTS) return one;
  return one.flatMap(({ protocol, first, last }) =>
    other
      .filter((each) => each.protocol === protocol && each.first <= last && first <= each.last)
      .map((each) => ({ protocol, first: Math.max(first, each.first), last: Math.min(last, each.last) })),
  );
}

export function has(ports: Ports, { protocol, number }: Pick<DeclaredPort, 'protocol' | 'number'>): boolean {
  return ports.some((each) => each.protocol === protocol && each.first <= number && number <= each.last);
}

function inOrder(one: Interval, other: Interval): number {
  if (one.protocol !== other.protocol) return one.protocol < other.protocol ? -1 : 1;
  return one.first - other.first || one.last - other.last;
}

/** What more than this much of a protocol is, nobody has named port by port. */
const MOST = HIGHEST_PORT / 2;

/**
 * Ports as people read them: `TCP/8080`. Of a range, the ports at which the workload listens; where it has none in a range,
 * the range itself, `TCP/8000-8099`. A protocol of which all is open and that is not declared is `TCP/*`.
 */
export function portTexts(ports: Ports, declared: readonly DeclaredPort[]): readonly string[] {
  const texts = new Set<string>();
  const sizes = new Map<Protocol, number>();
  for (const { protocol, first, last } of ports)
    sizes.set(protocol, (sizes.get(protocol) ?? 0) + last - first + 1);
  if (declared.length === 0 && isAll(ports)) return ['*'];
  const isWide = (protocol: Protocol) => (sizes.get(protocol) ?? 0) > MOST;
  for (const { protocol, first, last } of ports) {
    const inside = declared.filter((port) => has([{ protocol, first, last }], port));
    for (const { number } of inside) texts.add(`${protocol}/${number}`);
    if (inside.length > 0) continue;
    // Of everything, what is declared; a range that somebody has written is told as it stands.
    if (isWide(protocol) && declared.length > 0) continue;
    if (first === 1 && last === HIGHEST_PORT) texts.add(`${protocol}/*`);
    else texts.add(first === last ? `${protocol}/${first}` : `${protocol}/${first}-${last}`);
  }
  return [...texts].sort(byProtocolAndNumber);
}

function byProtocolAndNumber(one: string, other: string): number {
  const [protocol = '', number = ''] = one.split('/');
  const [otherProtocol = '', otherNumber = ''] = other.split('/');
  if (protocol !== otherProtocol) return protocol < otherProtocol ? -1 : 1;
  return Number.parseInt(number, 10) - Number.parseInt(otherNumber, 10);
}
