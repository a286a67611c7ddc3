import { type Connection, peerIn } from '../connection.ts';
import type { Reach } from '../reach.ts';
import { Link, type Member } from './link.ts';

/** A cluster, another of the same fleet, and what the first opens there. */
interface Pair {
  readonly here: Reach;
  readonly there: Reach;
  readonly link: Link;
}

/** Every cluster that is in a mesh with every other. */
export function pairsOf(clusters: readonly Reach[]): readonly Pair[] {
  const members = clusters.flatMap((reach): readonly Member[] =>
    reach.mesh === undefined ? [] : [{ reach, mesh: reach.mesh }],
  );
  return members.flatMap((here) =>
    members
      .filter((there) => there !== here)
      .map((there) => ({ here: here.reach, there: there.reach, link: new Link(here, there) })),
  );
}

/** What is open from one cluster to another. It stands under the cluster of the callee, whose policies let it in. */
export function linkedConnections(clusters: readonly Reach[]): readonly Connection[] {
  const found = new Map<string, Connection>();
  for (const { here, there, link } of pairsOf(clusters)) {
    for (const { from, to, port, conditions } of link.calls()) {
      const [caller, callee] = [here.endpoints[from], there.endpoints[to]];
      if (conditions === undefined || caller === undefined || callee === undefined) continue;
      const peers = { from: peerIn(here.model.cluster, caller.peer), to: callee.peer };
      const key = [there.model.cluster, peers.from, peers.to, ...conditions].join('\0');
      const ports = [...new Set([...(found.get(key)?.ports ?? []), `TCP/${port}`])].sort();
      found.set(key, { cluster: there.model.cluster, ...peers, ports, conditions });
    }
  }
  return [...found.values()];
}
