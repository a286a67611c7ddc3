import { Reach } from '../../../scripts/reach/reach.ts';
import type { TopologyNode } from '../../../scripts/report/data/topology/data.ts';
import { type TopologySource, topologiesOf } from '../../../scripts/report/data/topology.ts';
import { liveFleet } from '../../live-fleet.ts';
import { clusters, modelFor, objectsOf } from '../../reach/fleet/model.ts';
import type { Rendered } from '../../rendered-fleet.ts';

/** A cluster of the fleet as it is declared, with what is rendered, or other objects in its place. */
function sourceOf(cluster: string, objects: readonly Rendered[] = objectsOf(cluster)): TopologySource {
  return { context: liveFleet.contextOf(cluster), reach: new Reach(modelFor(cluster, objects)) };
}

/** The topology of each cluster of the fleet. */
export const topologies = topologiesOf(clusters.map((cluster) => sourceOf(cluster)));

/** The topology of one cluster alone. */
export function topologyWith(cluster: string, objects: readonly Rendered[]) {
  const [topology] = topologiesOf([sourceOf(cluster, objects)]);
  if (topology === undefined) throw new Error(`There is no topology of ${cluster}.`);
  return topology;
}

export function nodeNamed(nodes: readonly TopologyNode[], id: string): TopologyNode | undefined {
  return nodes.find((node) => node.id === id);
}
