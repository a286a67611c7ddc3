import type { Cluster, Image } from '../../clusters/index.ts';
import { nearestName } from '../../clusters/nearest-name.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { Mistake } from '../command-line/mistake.ts';
import { imagesOf } from '../synth/image-use.ts';

/** The names that were given, each once: one word may be several of them, apart by commas or spaces. */
export function clusterNames(given: readonly string[]): readonly string[] {
  return [...new Set(given.flatMap((list) => list.split(/[\s,]+/)).filter(Boolean))];
}

/** @throws Mistake with the name that is most likely meant */
export function clusterOf(name: string, clusters: readonly Cluster[]): Cluster {
  const cluster = clusters.find((candidate) => candidate.name === name);
  if (cluster !== undefined) return cluster;
  const known = clusters.map((each) => each.name);
  throw new Mistake(`There is no cluster ${name}. ${meant(name, known)}`);
}

/**
 * An image of a cluster by its name, or by that of the unit that runs it and no other.
 *
 * @throws Mistake with the name that is most likely meant
 */
export function imageOf(
  name: string,
  cluster: Cluster,
  { units }: { units(): readonly Unit[] },
): { readonly name: string; readonly image: Image } {
  const own = ownImage(name, cluster);
  if (own !== undefined) return { name, image: own };
  const unit = units().find((each) => each.name === name && each.clusters.includes(cluster.name));
  const [first, ...more] = unit === undefined ? [] : new Set(imagesOf(unit));
  if (first !== undefined && more.length > 0) {
    throw new Mistake(
      `${name} runs several images on ${cluster.name}: ${[first, ...more].join(', ')}. Name one of them.`,
    );
  }
  const image = first === undefined ? undefined : ownImage(first, cluster);
  if (first !== undefined && image !== undefined) return { name: first, image };
  throw new Mistake(
    `There is no image ${name} on ${cluster.name}. ${meant(name, Object.keys(cluster.images))}`,
  );
}

function ownImage(name: string, { images }: Cluster): Image | undefined {
  return Object.hasOwn(images, name) ? images[name] : undefined;
}

function meant(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  if (nearest !== undefined) return `Is ${nearest} meant?`;
  return known.length === 0 ? 'There is none at all.' : `There are ${[...known].sort().join(', ')}.`;
}
