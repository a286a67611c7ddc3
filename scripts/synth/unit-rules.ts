import type { Fleet } from '../../clusters/index.ts';
import { nearestName } from '../../clusters/nearest-name.ts';
import type { Unit } from '../../platform/unit/unit.ts';

/** A DNS label: the names of clusters and units are folders, and parts of the names of Applications. */
export const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Why units cannot stand, alone or together: mistakes of their declarations, two of one name on a cluster, clusters
 * that the fleet does not have, a product's unit without any, names that cannot be a folder.
 */
export function unitMistakes(units: readonly Unit[], fleet: Fleet): readonly string[] {
  const clusters = fleet.clusters.map(({ name }) => name);
  const known = new Set(clusters);
  const seen = new Set<string>();
  const mistakes = units.flatMap((unit) => [
    ...(unit.mistakes ?? []),
    ...nameMistakes(unit),
    ...placeMistakes(unit),
    ...unit.clusters.flatMap((cluster) => {
      const place = `${cluster}/${unit.name}`;
      const twice = seen.has(place);
      seen.add(place);
      return [
        ...(known.has(cluster) || isToldByProduct(unit, cluster, units)
          ? []
          : [`${placeOf(unit)}The unit ${unit.name} is meant for ${unknownCluster(cluster, clusters)}`]),
        ...(twice
          ? [
              `${placeOf(unit)}Two units are called ${unit.name} on ${cluster}: each would overwrite the other in dist/${place}/. Rename one.`,
            ]
          : []),
      ];
    }),
  ]);
  return [...new Set(mistakes)];
}

/**
 * The units that can be rendered, to find what else is wrong: with a name that is a folder, and alone with it. What
 * the others lack is among `unitMistakes`.
 */
export function renderable(units: readonly Unit[]): Unit[] {
  const seen = new Set<string>();
  return units.filter(({ name, clusters, mistakes }) => {
    const places = clusters.map((cluster) => `${cluster}/${name}`);
    const alone = !places.some((place) => seen.has(place));
    for (const place of places) seen.add(place);
    return alone && mistakes === undefined && LABEL.test(name);
  });
}

/** What a declaration says about its own name is the better message. */
function nameMistakes({ name, mistakes }: Unit): readonly string[] {
  if (LABEL.test(name) || mistakes !== undefined) return [];
  return [
    `The unit ${JSON.stringify(name)} needs another name: at most 63 lower case letters, digits and hyphens.`,
  ];
}

/** What an app brings along runs somewhere; a component of the platform may wait for a cluster that wants it. */
function placeMistakes(unit: Unit): readonly string[] {
  if (unit.clusters.length > 0 || unit.project === 'platform' || unit.mistakes !== undefined) return [];
  return [
    `${placeOf(unit)}The unit ${unit.name} of ${unit.project} is meant for no cluster: \`clusters\` is empty, so nothing of it is rendered. Name a cluster, or remove the unit from apps/.`,
  ];
}

/** A workload runs where its product does, so a cluster that does not exist is reported once. */
function isToldByProduct(unit: Unit, cluster: string, units: readonly Unit[]): boolean {
  return units.some(
    ({ name, clusters }) => name === unit.project && name !== unit.name && clusters.includes(cluster),
  );
}

function placeOf(unit: Unit): string {
  const place = unit.declaredAt?.();
  return place === undefined ? '' : `${place}: `;
}

/** Says that the cluster does not exist, and which one may be meant. */
export function unknownCluster(name: string, clusters: readonly string[]): string {
  const nearest = nearestName(name, clusters);
  return `the cluster ${name}, which has no folder in clusters/. ${
    nearest === undefined ? `There are ${clusters.join(', ')}.` : `Is it ${nearest}?`
  }`;
}
