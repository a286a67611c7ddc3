import type { Model } from '../cluster-model/model.ts';
import type { Block } from './addresses.ts';
import { type Class, classesOf } from './classes.ts';
import { type Connection, inOrder } from './connection.ts';
import { type Endpoint, endpointsOf } from './endpoints.ts';
import { exposuresOf } from './exposures.ts';
import { blocksOfMesh } from './mesh/blocks.ts';
import { MeshLayer } from './mesh/layer.ts';
import { blocksOf, Network } from './network.ts';
import { candidates } from './pairs.ts';
import type { Passage } from './passage.ts';
import { portTexts } from './ports.ts';
import type { Touched } from './touched.ts';

/** Who can reach whom in one cluster. */
export class Reach {
  readonly endpoints: readonly Endpoint[];
  readonly network: Network;
  readonly mesh: MeshLayer | undefined;

  /** @param beside what this is compared with: a network that only one of them names is a peer of both, as the world it is a part of was there before */
  constructor(
    readonly model: Model,
    beside?: Model,
  ) {
    this.mesh = model.mesh && new MeshLayer(model, model.mesh);
    this.endpoints = endpointsOf(
      model,
      [model, ...(beside === undefined ? [] : [beside])].flatMap(networksIn),
    );
    this.network = new Network(model, this.endpoints);
  }

  /** What passes from one endpoint to another, by their places in the list. */
  passages(from: number, to: number): readonly Passage[] {
    const ports = this.network.ports(from, to);
    const [source, target] = [this.endpoints[from], this.endpoints[to]];
    if (ports.length === 0 || source === undefined || target === undefined) return [];
    return this.mesh?.passages(source, target, ports) ?? [{ ports, conditions: [] }];
  }

  /**
   * Every open connection, in their order.
   *
   * @param touched only those that come out of some endpoints, or lead into some, and those of the world
   */
  connections(touched?: Touched): readonly Connection[] {
    const { endpoints, network } = this;
    const selections = [
      ...network.selections(),
      ...(touched === undefined ? [] : [touched.egress, touched.ingress]),
    ];
    const classes = classesOf(endpoints, selections, (each) => this.mesh?.traits(each) ?? '');
    const isAsked = (from: Class, to: Class) =>
      touched === undefined || touched.egress.has(from.first) || touched.ingress.has(to.first);
    const found: Connection[] = [];
    for (const [from, to] of candidates(classes, network)) {
      if (!isAsked(from, to)) continue;
      const target = endpoints[to.first];
      if (target === undefined || !isJudged(endpoints[from.first], target)) continue;
      for (const { ports, conditions } of this.passages(from.first, to.first)) {
        const texts = portTexts(ports, target.listens);
        if (texts.length > 0) this.#between(from, to, { ports: texts, conditions }, found);
      }
    }
    found.push(...exposuresOf(this).map(({ by: _, ...each }) => each));
    return joined(found.sort(inOrder));
  }

  /** Adds a connection for each pair of two classes, of which there are many. */
  #between(
    callers: Class,
    callees: Class,
    open: Pick<Connection, 'ports' | 'conditions'>,
    found: Connection[],
  ): void {
    const { cluster } = this.model;
    for (const caller of callers.members) {
      const from = this.endpoints[caller];
      if (from === undefined) continue;
      for (const callee of callees.members) {
        const to = this.endpoints[callee];
        if (to !== undefined && !isSelf(from, to))
          found.push({ cluster, from: from.peer, to: to.peer, ...open });
      }
    }
  }
}

function networksIn(model: Model): readonly Block[] {
  return [...blocksOf(model), ...(model.mesh === undefined ? [] : blocksOfMesh(model.mesh))];
}

/** No policy of a cluster decides what happens between its nodes and the world. */
export function isJudged(from: Endpoint | undefined, to: Endpoint): boolean {
  return from !== undefined && (from.type === 'pods' || to.type === 'pods');
}

/** A pod can always talk to itself, which is no connection; pods of one workload are two. */
export function isSelf(from: Endpoint, to: Endpoint): boolean {
  return from === to && from.type === 'pods' && from.pods.single;
}

/** A workload may have pods of several kinds: what one of them can open, the workload can. */
function joined(sorted: readonly Connection[]): readonly Connection[] {
  const result: Connection[] = [];
  for (const next of sorted) {
    let at = result.length - 1;
    while (at >= 0 && isSamePair(result[at], next) && !hasSameConditions(result[at], next)) at--;
    const last = result[at];
    if (last === undefined || !isSamePair(last, next)) result.push(next);
    else result[at] = { ...last, ports: [...new Set([...last.ports, ...next.ports])].sort() };
  }
  return result;
}

function isSamePair(one: Connection | undefined, other: Connection): boolean {
  return one?.from === other.from && one.to === other.to;
}

function hasSameConditions(one: Connection | undefined, other: Connection): boolean {
  return one?.conditions.join('\n') === other.conditions.join('\n');
}
