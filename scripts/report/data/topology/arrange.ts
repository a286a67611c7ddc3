import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import { linesOf } from './lines.ts';
import type { Arrow, Frame, Item, Picture } from './picture.ts';

/** Somewhere in the picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Area extends Point {
  readonly width: number;
  readonly height: number;
}

/** Where everything of a picture stands. */
export interface Plan {
  readonly width: number;
  readonly height: number;
  readonly items: Readonly<Record<string, Area>>;
  readonly frames: Readonly<Record<string, Area>>;
  /** The bends of each arrow, ends included. */
  readonly arrows: Readonly<Record<string, readonly Point[]>>;
  /** Where the words at an arrow stand. */
  readonly words: Readonly<Record<string, Area>>;
}

/** Whatever finds a layout: ELK in Node when the page is written, ELK in a worker of the browser when a view changes. */
export interface LayoutEngine {
  layout(graph: ElkNode): Promise<ElkNode>;
}

const FRAME_TITLE = 30;

const LAYERED = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.spacing.nodeNodeBetweenLayers': '42',
  'elk.layered.spacing.edgeNodeBetweenLayers': '20',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
  'elk.spacing.nodeNode': '22',
  'elk.spacing.edgeNode': '18',
  'elk.spacing.edgeEdge': '12',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.randomSeed': '1',
};

/** Places for everything; the same picture always gets the same. */
export async function arranged(picture: Picture, engine: LayoutEngine): Promise<Plan> {
  const graph = graphOf(picture);
  return planOf(await engine.layout(graph), picture);
}

/** What hangs together is laid out by itself, and the parts are packed into the form of a screen. */
function graphOf(picture: Picture): ElkNode {
  const parts = connectedParts(picture);
  return {
    id: 'picture',
    layoutOptions: {
      'elk.algorithm': 'rectpacking',
      'elk.aspectRatio': '1.7',
      'elk.spacing.nodeNode': '28',
      'elk.padding': '[top=16,left=16,bottom=16,right=16]',
    },
    children: parts.map((part, index) => ({
      id: `part ${index}`,
      layoutOptions: { ...LAYERED, 'elk.padding': '[top=0,left=0,bottom=0,right=0]' },
      children: [...part.frames.map((frame) => frameNode(frame, part.byId)), ...part.loose.map(itemNode)],
      edges: part.arrows.map(edgeOf),
    })),
  };
}

function frameNode({ id, items }: Frame, byId: ReadonlyMap<string, Item>): ElkNode {
  return {
    id: `frame ${id}`,
    layoutOptions: { 'elk.padding': `[top=${FRAME_TITLE + 8},left=14,bottom=14,right=14]` },
    children: items.flatMap((item) => byId.get(item) ?? []).map(itemNode),
  };
}

function itemNode(item: Item): ElkNode {
  const { width, height } = linesOf(item);
  return { id: item.id, width, height };
}

/** What is said at an arrow where something is wrong: ELK keeps the place free. */
const WORDS: Readonly<Record<Arrow['state'], string>> = {
  open: '',
  undeclared: 'open, not declared',
  closed: 'declared, closed',
  unknown: 'not in the tree',
};

export function wordsAt({ state, edges }: Pick<Arrow, 'state' | 'edges'>): string {
  if (state !== 'open') return edges.length > 1 ? `${edges.length} × ${WORDS[state]}` : WORDS[state];
  return edges.length > 1 ? `${edges.length} ways` : '';
}

function edgeOf(arrow: Arrow): ElkExtendedEdge {
  const words = wordsAt(arrow);
  return {
    id: arrow.id,
    sources: [arrow.from],
    targets: [arrow.to],
    ...(words !== '' && {
      labels: [{ id: `label ${arrow.id}`, text: words, width: words.length * 7 + 26, height: 22 }],
    }),
  };
}

interface Part {
  readonly frames: readonly Frame[];
  readonly loose: readonly Item[];
  readonly arrows: readonly Arrow[];
  readonly byId: ReadonlyMap<string, Item>;
}

function connectedParts({ items, frames, arrows }: Picture): readonly Part[] {
  const parents = new Map<string, string>();
  const rootOf = (id: string): string => {
    let at = id;
    for (let up = parents.get(at); up !== undefined; up = parents.get(at)) at = up;
    return at;
  };
  const join = (one: string, other: string) => {
    const [first, second] = [rootOf(one), rootOf(other)];
    if (first !== second) parents.set(second, first);
  };
  const byId = new Map(items.map((item) => [item.id, item]));
  const framed = new Set(frames.flatMap((frame) => frame.items));
  for (const frame of frames) for (const item of frame.items) join(`frame ${frame.id}`, item);
  for (const { from, to } of arrows) join(from, to);
  const parts = new Map<string, { frames: Frame[]; loose: Item[]; arrows: Arrow[] }>();
  const partOf = (id: string) => {
    const root = rootOf(id);
    const part = parts.get(root) ?? { frames: [], loose: [], arrows: [] };
    parts.set(root, part);
    return part;
  };
  for (const frame of frames) partOf(`frame ${frame.id}`).frames.push(frame);
  for (const item of items) if (!framed.has(item.id)) partOf(item.id).loose.push(item);
  for (const arrow of arrows) partOf(arrow.from).arrows.push(arrow);
  const size = (part: Part) => part.frames.flatMap((frame) => frame.items).length + part.loose.length;
  return [...parts.values()].map((part) => ({ ...part, byId })).sort((one, other) => size(other) - size(one));
}

function planOf(graph: ElkNode, { frames }: Picture): Plan {
  const items: Record<string, Area> = {};
  const placed: Record<string, Area> = {};
  const arrows: Record<string, readonly Point[]> = {};
  const words: Record<string, Area> = {};
  const origins = new Map<string, Point>();
  const isFrame = new Set(frames.map(({ id }) => `frame ${id}`));
  const walk = (node: ElkNode, origin: Point, depth: number) => {
    const { x = 0, y = 0, width = 0, height = 0, children = [] } = node;
    const at = depth === 0 ? origin : { x: origin.x + x, y: origin.y + y };
    origins.set(node.id, at);
    if (isFrame.has(node.id)) placed[node.id.slice('frame '.length)] = rounded({ ...at, width, height });
    else if (depth > 1) items[node.id] = rounded({ ...at, width, height });
    for (const child of children) walk(child, at, depth + 1);
  };
  walk(graph, { x: 0, y: 0 }, 0);
  const edgesOf = (node: ElkNode): readonly (readonly [ElkNode, ElkExtendedEdge])[] => [
    ...(node.edges ?? []).map((edge) => [node, edge] as const),
    ...(node.children ?? []).flatMap(edgesOf),
  ];
  for (const [holder, edge] of edgesOf(graph)) {
    // ELK counts from the box that holds both ends, which it names.
    const origin = origins.get(containerOf(edge) ?? holder.id) ?? { x: 0, y: 0 };
    const shift = ({ x, y }: Point) => ({ x: Math.round(origin.x + x), y: Math.round(origin.y + y) });
    arrows[edge.id] = (edge.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) =>
      [startPoint, ...bendPoints, endPoint].map(shift),
    );
    for (const { x = 0, y = 0, width = 0, height = 0 } of edge.labels ?? []) {
      words[edge.id] = { ...shift({ x, y }), width, height };
    }
  }
  return {
    width: Math.ceil(graph.width ?? 0),
    height: Math.ceil(graph.height ?? 0),
    items,
    frames: placed,
    arrows,
    words,
  };
}

function containerOf(edge: ElkExtendedEdge): string | undefined {
  return 'container' in edge && typeof edge.container === 'string' ? edge.container : undefined;
}

function rounded({ x, y, width, height }: Area): Area {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}
