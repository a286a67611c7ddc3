import type { TopologyData, TopologyEdge, TopologyNode } from './data.ts';

/** What a reader has asked for. */
export interface View {
  /** Products with all that they call, the platform, or both. */
  readonly scope: Scope;
  /** Namespaces of which the picture is to be, with their neighbours; none: all. */
  readonly groups: readonly string[];
  /** The product of which it is to be; empty: all. */
  readonly owner: string;
  /** Whether what every proxy needs is drawn as well. */
  readonly plumbing: boolean;
  /** The node of which only the neighbours are to be seen; empty: none. */
  readonly around: string;
  /** Boxes that the reader has opened or shut, against what would be. */
  readonly opened: readonly string[];
  readonly shut: readonly string[];
}

export type Scope = 'products' | 'platform' | 'all';

export const FIRST_VIEW: View = {
  scope: 'products',
  groups: [],
  owner: '',
  plumbing: false,
  around: '',
  opened: [],
  shut: [],
};

/** The nodes and edges of a view, before any box is shut. */
export interface Scoped {
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
  /** Networks that a node of the platform uses: told at the node, as an arrow from each would hide all else. */
  readonly uses: ReadonlyMap<string, readonly string[]>;
}

export function scoped(data: TopologyData, view: View): Scoped {
  const byId = new Map(data.nodes.map((node) => [node.id, node]));
  const owners = new Map(data.groups.map(({ id, owner }) => [id, owner]));
  const ownerOf = (id: string) => owners.get(byId.get(id)?.group ?? '') ?? '';
  const isAround = (edge: TopologyEdge) =>
    view.around !== '' && (edge.from === view.around || edge.to === view.around);
  const drawn = data.edges.filter(
    (edge) => edge.state !== 'open' || edge.role !== 'plumbing' || view.plumbing,
  );
  const isUse = (edge: TopologyEdge) =>
    edge.state === 'open' &&
    edge.role === 'platform' &&
    !isAround(edge) &&
    (byId.get(edge.from)?.kind === 'network' || byId.get(edge.to)?.kind === 'network');
  const uses = new Map<string, string[]>();
  for (const edge of drawn.filter(isUse)) {
    const network = byId.get(edge.to);
    if (network?.kind !== 'network') continue;
    uses.set(edge.from, [...(uses.get(edge.from) ?? []), network.name]);
  }
  const edges = drawn.filter((edge) => !isUse(edge));
  const wanted = wantedNodes(data, view, edges, ownerOf);
  const isMeant = (edge: TopologyEdge) =>
    view.scope === 'all' || edge.state !== 'open' || isAround(edge) || isOfScope(edge, view);
  return {
    nodes: data.nodes.filter(({ id }) => wanted.has(id)),
    edges: edges.filter((edge) => wanted.has(edge.from) && wanted.has(edge.to) && isMeant(edge)),
    uses,
  };
}

function isOfScope({ role }: TopologyEdge, { scope, plumbing }: View): boolean {
  if (role === 'plumbing') return plumbing;
  return scope === 'products' ? role !== 'platform' : true;
}

function wantedNodes(
  data: TopologyData,
  view: View,
  edges: readonly TopologyEdge[],
  ownerOf: (id: string) => string,
): ReadonlySet<string> {
  const groupOf = new Map(data.nodes.map(({ id, group }) => [id, group]));
  if (view.around !== '') {
    const near = edges.filter(({ from, to }) => from === view.around || to === view.around);
    return new Set([view.around, ...near.flatMap(({ from, to }) => [from, to])]);
  }
  const isChosen = (id: string) =>
    (view.groups.length === 0 || view.groups.includes(groupOf.get(id) ?? '')) &&
    (view.owner === '' || ownerOf(id) === view.owner);
  const isFree = view.groups.length === 0 && view.owner === '';
  const isOwn = (id: string) => {
    const owner = ownerOf(id);
    if (!isFree) return isChosen(id);
    if (view.scope === 'products') return owner !== 'platform' && owner !== 'outside';
    return view.scope === 'platform' ? owner === 'platform' : true;
  };
  const seeds = new Set(data.nodes.map(({ id }) => id).filter(isOwn));
  return isFree && view.scope === 'all'
    ? drawnNetworks(seeds, edges, data)
    : withNeighbours(seeds, edges, isFree);
}

/** In the picture of everything a network stands only where an arrow leads to it. */
function drawnNetworks(
  all: ReadonlySet<string>,
  edges: readonly TopologyEdge[],
  data: TopologyData,
): ReadonlySet<string> {
  const reached = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const networks = new Set(data.nodes.filter(({ kind }) => kind === 'network').map(({ id }) => id));
  return new Set([...all].filter((id) => !networks.has(id) || reached.has(id)));
}

/** What is called, who calls, and the whole way in; and wherever something is wrong, if nothing else is asked for. */
function withNeighbours(
  seeds: ReadonlySet<string>,
  edges: readonly TopologyEdge[],
  isFree: boolean,
): ReadonlySet<string> {
  const found = new Set(seeds);
  for (const { from, to, role, state } of edges) {
    const isNear = seeds.has(from) || seeds.has(to);
    if (isNear && (role !== 'platform' || state !== 'open' || seeds.has(from))) found.add(from).add(to);
    if (isFree && state !== 'open') found.add(from).add(to);
  }
  const entries = edges.filter(({ role }) => role === 'entry');
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const { from, to } of entries) if (found.has(to)) found.add(from);
  }
  return found;
}
