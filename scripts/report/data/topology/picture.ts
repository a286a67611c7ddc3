import { type Box, boxesOf, openBoxes } from './boxes.ts';
import type { Role, State, TopologyData, TopologyEdge, TopologyNode } from './data.ts';
import { PLATFORM } from './owners.ts';
import { scoped, type View } from './scope.ts';

/** Something that stands in the picture: a node, or a box that is shut. */
export type Item =
  | {
      readonly type: 'node';
      readonly id: string;
      readonly node: TopologyNode;
      readonly uses: readonly string[];
      readonly isFramed: boolean;
    }
  | { readonly type: 'box'; readonly id: string; readonly box: Box };

/** A frame around the items of an open namespace, or of a part of one. */
export interface Frame {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly items: readonly string[];
}

/** All ways from one item to another of one state. */
export interface Arrow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly state: State;
  readonly role: Role;
  /** Places in the edges of the data. */
  readonly edges: readonly number[];
}

/** What is to be drawn, before it has places. */
export interface Picture {
  readonly items: readonly Item[];
  readonly frames: readonly Frame[];
  readonly arrows: readonly Arrow[];
  /** The item in which each node of the view is. */
  readonly itemOf: ReadonlyMap<string, string>;
}

export function pictureOf(data: TopologyData, view: View): Picture {
  const { nodes, edges, uses } = scoped(data, view);
  const { owners, free } = boxesOf(nodes, data);
  const open = openBoxes(owners, free.length, view);
  const items: Item[] = [];
  const frames: Frame[] = [];
  const itemOf = new Map<string, string>();
  const addNode = (node: TopologyNode, isFramed: boolean) => {
    items.push({ type: 'node', id: node.id, node, uses: uses.get(node.id) ?? [], isFramed });
    itemOf.set(node.id, node.id);
  };
  const add = (box: Box): void => {
    if (!open.has(box.id)) {
      items.push({ type: 'box', id: box.id, box });
      for (const id of nodesIn(box)) itemOf.set(id, box.id);
      return;
    }
    for (const inner of box.boxes) add(inner);
    const isFramed = box.nodes.length > 1 || (box.nodes.length > 0 && box.owner !== PLATFORM);
    for (const node of box.nodes) addNode(node, isFramed);
    if (isFramed) {
      const { id, name, owner } = box;
      frames.push({ id, name, owner, items: box.nodes.map((node) => node.id) });
    }
  };
  for (const owner of owners) add(owner);
  for (const node of free) addNode(node, false);
  return { items, frames, arrows: arrowsOf(data, edges, itemOf), itemOf };
}

function nodesIn({ boxes, nodes }: Box): readonly string[] {
  return [...nodes.map(({ id }) => id), ...boxes.flatMap(nodesIn)];
}

function arrowsOf(
  data: TopologyData,
  edges: readonly TopologyEdge[],
  itemOf: ReadonlyMap<string, string>,
): readonly Arrow[] {
  const wanted = new Set(edges);
  const arrows = new Map<string, Arrow>();
  for (const [at, edge] of data.edges.entries()) {
    if (!wanted.has(edge)) continue;
    const [from, to] = [itemOf.get(edge.from), itemOf.get(edge.to)];
    if (from === undefined || to === undefined) continue;
    // What stays within a node or a box that is shut is told elsewhere; nothing wrong is hidden in it.
    if (from === to && edge.state === 'open') continue;
    const id = `${from} → ${to} ${edge.state}`;
    const known = arrows.get(id);
    arrows.set(id, {
      id,
      from,
      to,
      state: edge.state,
      role: known?.role ?? edge.role,
      edges: [...(known?.edges ?? []), at],
    });
  }
  return [...arrows.values()];
}
