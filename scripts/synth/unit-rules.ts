import type { Fleet } from '../../clusters/index.ts';
import { nearestName } from '../../clusters/nearest-name.ts';
import type { Unit } from '../../platform/constructs/unit.ts';
import { Failure } from './failure.ts';

/** A DNS label: the names of clusters and units are folders, and parts of the names of Applications. */
export const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Refuses units that cannot stand together: two of one name on a cluster, clusters that the fleet does not have,
 * names that are no folder.
 *
 * @throws Failure with every mistake
 */
export function checkUnits(units: readonly Unit[], fleet: Fleet): void {
  const clusters = fleet.clusters.map(({ name }) => name);
  const mistakes: string[] = [];
  const seen = new Set<string>();
  for (const unit of units) {
    if (!LABEL.test(unit.name)) {
      mistakes.push(
        `The unit ${JSON.stringify(unit.name)} needs another name: at most 63 lower case letters, digits and hyphens.`,
      );
    }
    for (const cluster of unit.clusters) {
      if (!clusters.includes(cluster)) {
        mistakes.push(`The unit ${unit.name} is meant for ${unknownCluster(cluster, clusters)}`);
      }
      const place = `${cluster}/${unit.name}`;
      if (seen.has(place)) {
        mistakes.push(
          `Two units are called ${unit.name} on ${cluster}: each would overwrite the other in dist/${place}/. Rename one.`,
        );
      }
      seen.add(place);
    }
  }
  if (mistakes.length > 0) throw new Failure([...new Set(mistakes)].join('\n'));
}

/** Says that there is no such cluster, and which may be meant. */
export function unknownCluster(name: string, clusters: readonly string[]): string {
  const nearest = nearestName(name, clusters);
  return `the cluster ${name}, which has no folder in clusters/. ${
    nearest === undefined ? `There are ${clusters.join(', ')}.` : `Is it ${nearest}?`
  }`;
}
