/** Who can open which ports of whom. */
export interface Connection {
  readonly cluster: string;
  readonly from: string;
  readonly to: string;
  /** `TCP/8080`, of the containers of `to`. */
  readonly ports: readonly string[];
  /** What a request has to be, where only some pass; each of them has to hold. */
  readonly conditions: readonly string[];
}

/** A peer of another cluster: `<cluster>/<namespace>/<Kind>/<name>`. */
export function peerIn(cluster: string, peer: string): string {
  return `${cluster}/${peer}`;
}

/** The cluster of a peer, and its name there. */
export function homeOf(
  peer: string,
  cluster: string,
): { readonly cluster: string; readonly peer: string; readonly isElsewhere: boolean } {
  const parts = peer.split('/');
  // An IPv4 or IPv6 network has one stroke, a workload two.
  if (parts.length !== 4) return { cluster, peer, isElsewhere: false };
  return { cluster: parts[0] ?? cluster, peer: parts.slice(1).join('/'), isElsewhere: true };
}

export function inOrder(one: Connection, other: Connection): number {
  return (
    compare(one.cluster, other.cluster) ||
    compare(one.from, other.from) ||
    compare(one.to, other.to) ||
    compare(one.ports.join(), other.ports.join()) ||
    compare(one.conditions.join(), other.conditions.join())
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** The items by a key, in the order in which the keys come first. */
export function groupedBy<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
