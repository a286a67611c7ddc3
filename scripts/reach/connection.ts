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
