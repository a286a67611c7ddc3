import type { TopologyData, TopologyNode } from './data.ts';
import { OUTSIDE } from './owners.ts';
import type { View } from './scope.ts';

/** A box of the picture: an owner with namespaces, a namespace with nodes, or a part of a large namespace. */
export interface Box {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly boxes: readonly Box[];
  readonly nodes: readonly TopologyNode[];
  /** How many nodes are in it, at any depth. */
  readonly size: number;
}

/** More nodes of one namespace than that are shown in parts. */
const LARGE = 60;
const PART = 40;

/** The boxes of some nodes: owners, in them namespaces, in large ones parts by name. What is outside all has none. */
export function boxesOf(
  nodes: readonly TopologyNode[],
  { groups }: Pick<TopologyData, 'groups'>,
): { readonly owners: readonly Box[]; readonly free: readonly TopologyNode[] } {
  const byGroup = new Map<string, TopologyNode[]>();
  for (const node of nodes) {
    const own = byGroup.get(node.group);
    if (own === undefined) byGroup.set(node.group, [node]);
    else own.push(node);
  }
  const spaces = new Map<string, Box[]>();
  const free: TopologyNode[] = [];
  for (const { id, name, owner } of groups) {
    const members = byGroup.get(id) ?? [];
    if (members.length === 0) continue;
    if (owner === OUTSIDE && members.length <= LARGE) free.push(...members);
    else spaces.set(owner, [...(spaces.get(owner) ?? []), spaceOf({ id, name, owner }, members)]);
  }
  const owners = [...spaces].map(([owner, boxes]): Box => {
    const size = boxes.reduce((sum, box) => sum + box.size, 0);
    return { id: `owner ${owner}`, name: owner, owner, boxes, nodes: [], size };
  });
  return { owners, free };
}

function spaceOf({ id, name, owner }: TopologyData['groups'][number], members: readonly TopologyNode[]): Box {
  const own = { id: `namespace ${id}`, name, owner, size: members.length };
  if (members.length <= LARGE) return { ...own, boxes: [], nodes: members };
  const sorted = [...members].sort((one, other) => (one.name < other.name ? -1 : 1));
  const boxes = Array.from({ length: Math.ceil(sorted.length / PART) }, (_, index): Box => {
    const part = sorted.slice(index * PART, (index + 1) * PART);
    const [first, last] = [part[0]?.name ?? '', part.at(-1)?.name ?? ''];
    return {
      id: `part ${id} ${index}`,
      name: `${first} … ${last}`,
      owner,
      boxes: [],
      nodes: part,
      size: part.length,
    };
  });
  return { ...own, boxes, nodes: [] };
}

/** As many things as one can look at. */
const MOST = 150;

/**
 * The boxes that are open: those that the reader has opened, and of the others as many as fit, small ones first, so that a small
 * cluster is seen whole and of a large one its products.
 */
export function openBoxes(
  owners: readonly Box[],
  free: number,
  { opened, shut }: Pick<View, 'opened' | 'shut'>,
): ReadonlySet<string> {
  const open = new Set<string>();
  let shown = free + owners.length;
  const isOpened = (box: Box): boolean =>
    !shut.includes(box.id) && (opened.includes(box.id) || box.boxes.some(isOpened));
  const costOf = ({ boxes, nodes }: Box) => boxes.length + nodes.length - 1;
  const asked: Box[] = [...owners];
  const waiting: Box[] = [];
  for (let next = asked.shift(); next !== undefined; next = asked.shift()) {
    if (!isOpened(next)) {
      waiting.push(next);
      continue;
    }
    open.add(next.id);
    shown += costOf(next);
    asked.push(...next.boxes);
  }
  const bySize = (one: Box, other: Box) => one.size - other.size || (one.id < other.id ? -1 : 1);
  waiting.sort(bySize);
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (shut.includes(next.id) || shown + costOf(next) > MOST) continue;
    open.add(next.id);
    shown += costOf(next);
    waiting.push(...next.boxes);
    waiting.sort(bySize);
  }
  return open;
}
