import type { Context } from '../../../platform/unit/unit.ts';
import { keyOf } from '../../cluster-model/pods.ts';
import { homeOf } from '../../reach/connection.ts';
import { linkedConnections } from '../../reach/links/linked.ts';
import type { Reach } from '../../reach/reach.ts';
import { callClaims } from './topology/calls.ts';
import type { TopologyData } from './topology/data.ts';
import { declaredEdges, joinedEdges, outgoing, undeclaredEdges } from './topology/edges.ts';
import { entryClaims } from './topology/entry-claims.ts';
import { Flows } from './topology/flows.ts';
import { linkedClaims, seenFrom } from './topology/linked-claims.ts';
import { OpenWays } from './topology/open-ways.ts';
import { groupsOf, outsideNodes } from './topology/outside-nodes.ts';
import { type Place, placesOf } from './topology/places.ts';
import { platformClaims } from './topology/platform-claims.ts';
import { podNodes } from './topology/pod-nodes.ts';
import { Scene } from './topology/scene.ts';
import { Teller } from './topology/told.ts';

/** A cluster as it is declared and as it is rendered. */
export interface TopologySource {
  readonly context: Context;
  readonly reach: Reach;
}

/**
 * Who calls whom on each cluster: what the declarations say, and what `reach` finds open in the manifests. A call that is declared
 * and closed, and a way that is open and not declared, are told apart from what is both.
 */
export function topologiesOf(sources: readonly TopologySource[]): readonly TopologyData[] {
  const scenes = new Map(
    sources.map(({ context, reach }) => [context.cluster.name, new Scene(context, reach)]),
  );
  const between = [...scenes.values()].flatMap((here) => [...linkedClaims(here, scenes)]);
  const linked = linkedConnections(sources.map(({ reach }) => reach));
  return [...scenes].map(([cluster, scene]): TopologyData => {
    const flows = new Flows(scene);
    const places = placesOf(scene);
    const open = new OpenWays([
      ...scene.reach.connections(),
      ...linked.filter((connection) => connection.cluster === cluster),
      ...outgoing(cluster, linked),
    ]);
    const declared = declaredEdges(
      [
        ...callClaims(scene, flows),
        ...between
          .filter(({ here, there }) => here === cluster || there === cluster)
          .map((claim) => seenFrom(cluster, claim)),
        ...entryClaims(scene, flows),
        ...platformClaims(scene, flows, places),
      ],
      open,
    );
    const nodeOf = nodesByPeer(scenes, cluster, places);
    const edges = joinedEdges([...declared, ...undeclaredEdges(open, nodeOf, ownAffairs(scene))]);
    const teller = new Teller(
      scene.reach,
      sources.map(({ reach }) => reach),
    );
    const told = edges.map((edge) => teller.tell(edge));
    const inside = podNodes(scene);
    const nodes = [...inside, ...outsideNodes(edges, new Set(inside.map(({ id }) => id)), places, scene)];
    return {
      cluster,
      groups: groupsOf(nodes, scene),
      nodes,
      edges: told,
      reasons: teller.reasons,
      notes: scene.model.notes,
    };
  });
}

/** The node of each peer of `reach`, those of other clusters with the names of these. */
function nodesByPeer(
  scenes: ReadonlyMap<string, Scene>,
  cluster: string,
  places: ReadonlyMap<string, Place>,
): (peer: string) => string {
  const known = new Map(
    [...scenes].flatMap(([home, scene]) =>
      scene.model.pods.map((pods): [string, string] => [`${home}/${keyOf(pods)}`, scene.nodeOf(pods)]),
    ),
  );
  return (text) => {
    const { cluster: home, peer, isElsewhere } = homeOf(text, cluster);
    const node = known.get(`${home}/${peer}`) ?? places.get(peer)?.id ?? peer;
    return isElsewhere ? `${home}/${node}` : node;
  };
}

function ownAffairs(scene: Scene): (from: string, to: string) => boolean {
  const byPeer = new Map(scene.model.pods.map((pods) => [keyOf(pods), pods]));
  return (from, to) => {
    const [caller, callee] = [byPeer.get(from), byPeer.get(to)];
    return caller !== undefined && callee !== undefined && scene.isOfOne(caller, callee);
  };
}
