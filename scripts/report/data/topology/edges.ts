import { type Connection, homeOf } from '../../../reach/connection.ts';
import type { Claim, Way } from './claim.ts';
import type { Role, State } from './data.ts';
import type { OpenPort, OpenWays } from './open-ways.ts';

/** A port between two peers, as one of the ways of an edge. */
export interface Passing {
  readonly from: string;
  readonly to: string;
  readonly port: string;
}

/** A way between two nodes; what `reach` says of it is told later. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly role: Role;
  readonly state: State;
  readonly says: readonly string[];
  readonly ports: readonly string[];
  readonly conditions: readonly string[];
  readonly passings: readonly Passing[];
}

/** What is declared, each with what `reach` finds of it. */
export function declaredEdges(claims: Iterable<Claim>, open: OpenWays): readonly Edge[] {
  return [...claims].map((claim): Edge => {
    const results = claim.ways.flatMap((way) => [...resultsOf(way, open)]);
    const found = results.flatMap((each) => each.open);
    const state = stateOf(claim, results);
    return {
      from: claim.from,
      to: claim.to,
      role: claim.role,
      state,
      says: [claim.says],
      ports: distinct(state === 'closed' ? results.map(({ port }) => port) : found.map(({ port }) => port)),
      conditions: distinct(found.flatMap(({ conditions }) => conditions)),
      passings: results,
    };
  });
}

interface Result extends Passing {
  readonly open: readonly OpenPort[];
}

function* resultsOf({ from, besides = [], to, ports }: Way, open: OpenWays): Generator<Result> {
  for (const callee of to) {
    for (const interval of ports) {
      const port = `${interval.protocol}/${interval.first === interval.last ? interval.first : '*'}`;
      for (const caller of from) {
        yield { from: caller, to: callee, port, open: open.declare(caller, callee, interval) };
      }
      for (const caller of besides) open.declare(caller, callee, interval);
    }
  }
}

function stateOf({ ways, role }: Claim, results: readonly Result[]): State {
  const asked = ways.filter(({ from, besides = [] }) => from.length > 0 || besides.length === 0);
  if (asked.length === 0) return 'open';
  if (asked.some(({ from, to }) => from.length === 0 || to.length === 0)) return 'unknown';
  const isOpen = ({ open }: Result) => open.length > 0;
  // Of many networks that a component names, its own proxy may let it reach some.
  const isThrough = role === 'call' || role === 'entry' ? results.every(isOpen) : results.some(isOpen);
  return isThrough ? 'open' : 'closed';
}

/** What is open, and nobody has declared. */
export function undeclaredEdges(
  open: OpenWays,
  nodeOf: (peer: string) => string,
  isOwn: (from: string, to: string) => boolean,
): readonly Edge[] {
  return open.connections.flatMap((connection): Edge[] => {
    const { from, to, conditions } = connection;
    // Between a pod and its node no policy decides.
    if (isNode(from) || isNode(to)) return [];
    const ports = connection.ports.filter((port) => !open.isDeclared(from, to, port));
    if (ports.length === 0) return [];
    const own = isOwn(from, to);
    return [
      {
        from: nodeOf(from),
        to: nodeOf(to),
        role: own ? 'plumbing' : 'call',
        state: own ? 'open' : 'undeclared',
        says: [own ? 'within one workload or store' : 'nobody declares it'],
        ports,
        conditions,
        passings: ports.map((port) => ({ from, to, port })),
      },
    ];
  });
}

function isNode(peer: string): boolean {
  return homeOf(peer, '').peer === 'node';
}

const ROLES: readonly Role[] = ['call', 'entry', 'platform', 'plumbing'];
const STATES: readonly State[] = ['undeclared', 'closed', 'unknown', 'open'];

/** One edge for two nodes and a state: several calls of one caller are told together. */
export function joinedEdges(edges: readonly Edge[]): readonly Edge[] {
  const joined = new Map<string, Edge>();
  for (const edge of edges) {
    // A node that calls itself is told among its details alone where nothing is wrong.
    if (edge.from === edge.to && edge.state === 'open' && edge.role === 'plumbing') continue;
    const key = [edge.from, edge.to, edge.state].join('\0');
    const known = joined.get(key);
    joined.set(key, known === undefined ? edge : both(known, edge));
  }
  const rank = ({ role, state }: Edge) => STATES.indexOf(state) * ROLES.length + ROLES.indexOf(role);
  return [...joined.values()].sort(
    (one, other) => compare(one.from, other.from) || compare(one.to, other.to) || rank(one) - rank(other),
  );
}

function both(one: Edge, other: Edge): Edge {
  const role = ROLES.find((each) => each === one.role || each === other.role) ?? one.role;
  const seen = new Set(one.passings.map(passingKey));
  return {
    ...one,
    role,
    says: distinct([...one.says, ...other.says]),
    ports: distinct([...one.ports, ...other.ports]),
    conditions: distinct([...one.conditions, ...other.conditions]),
    passings: [...one.passings, ...other.passings.filter((each) => !seen.has(passingKey(each)))],
  };
}

function passingKey({ from, to, port }: Passing): string {
  return `${from} ${to} ${port}`;
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

/** Connections from a cluster into others, as the cluster itself sees them. */
export function outgoing(cluster: string, linked: readonly Connection[]): readonly Connection[] {
  return linked.flatMap((connection) => {
    const home = homeOf(connection.from, '');
    if (home.cluster !== cluster || connection.cluster === cluster) return [];
    return [{ ...connection, cluster, from: home.peer, to: `${connection.cluster}/${connection.to}` }];
  });
}
