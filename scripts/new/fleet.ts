import type { Cluster, Fleet } from '../../clusters/index.ts';
import type { Unit } from '../../platform/unit/unit.ts';

/** The repository as it is, before anything is added. */
export interface Repository {
  readonly root: string;
  readonly fleet: Fleet;
  readonly units: readonly Unit[];
}

/** The clusters of a product, in the order of the fleet. */
export function clustersOf(product: string, { fleet, units }: Repository): readonly Cluster[] {
  const own = new Set(units.flatMap(({ project, clusters }) => (project === product ? clusters : [])));
  return fleet.clusters.filter(({ name }) => own.has(name));
}
