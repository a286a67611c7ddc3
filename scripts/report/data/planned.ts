import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import elk from 'elkjs/lib/elk.bundled.js';
import type { Fleet } from '../../../clusters/index.ts';
import type { Unit } from '../../../platform/unit/unit.ts';
import type { Tree } from '../../cluster-model/cluster.ts';
import { readModel } from '../../cluster-model/model.ts';
import { Reach } from '../../reach/reach.ts';
import type { PlannedTopology, Report } from './report.ts';
import { arranged } from './topology/arrange.ts';
import type { TopologyData } from './topology/data.ts';
import { pictureOf } from './topology/picture.ts';
import { FIRST_VIEW } from './topology/scope.ts';
import { topologiesOf } from './topology.ts';

/** The topology of each cluster of the fleet of which there is a tree. */
export async function plannedTopologies(
  trees: readonly Tree[],
  fleet: Fleet,
  units: readonly Unit[],
): Promise<readonly PlannedTopology[]> {
  const sources = trees.flatMap((tree) => {
    const cluster = fleet.clusters.find(({ name }) => name === tree.cluster);
    if (cluster === undefined) return [];
    return [{ context: { cluster, fleet, units }, reach: new Reach(readModel(tree).model) }];
  });
  return planned(topologiesOf(sources));
}

export async function planned(topologies: readonly TopologyData[]): Promise<readonly PlannedTopology[]> {
  const engine = new elk.default();
  const found: PlannedTopology[] = [];
  // One after the other: ELK has one thread.
  for (const data of topologies) {
    found.push({ ...data, plan: await arranged(pictureOf(data, FIRST_VIEW), engine) });
  }
  return found;
}

/** A report with the topologies of its clusters. */
export function withTopologies(report: Report, topologies: readonly PlannedTopology[]): Report {
  const clusters = report.clusters.map((each) => {
    const topology = topologies.find(({ cluster }) => cluster === each.name);
    return topology === undefined ? each : { ...each, topology };
  });
  return { ...report, clusters };
}

/** The program of ELK, which the page runs in a worker where a reader asks for another view. */
export function layoutProgram(): string {
  const file = createRequire(import.meta.url).resolve('elkjs/lib/elk-worker.min.js');
  return readFileSync(file, 'utf8');
}
