import { type Connection, inOrder } from './connection.ts';
import { linkedConnections } from './links/linked.ts';
import type { Reach } from './reach.ts';

/** Every open connection of some clusters, and from one of them to another. */
export function connectionsOf(clusters: readonly Reach[]): readonly Connection[] {
  const linked = linkedConnections(clusters);
  return clusters.flatMap((each) => {
    const into = linked.filter(({ cluster }) => cluster === each.model.cluster);
    return into.length === 0 ? each.connections() : [...each.connections(), ...into].sort(inOrder);
  });
}
