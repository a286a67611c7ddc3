import type { Cluster } from '../../clusters/index.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { unitsOn } from '../../platform/unit/units-on.ts';
import { Mistake } from '../command-line/mistake.ts';

/** One of several runs, each of which renders some of the clusters, such as 3 of 8. */
export interface Shard {
  readonly number: number;
  readonly of: number;
}

/**
 * @param text such as `3/8`
 * @throws Mistake for anything else
 */
export function shardOf(text: string): Shard {
  const [number = 0, of = 0] = /^\d+\/\d+$/.test(text) ? text.split('/').map(Number) : [];
  if (number >= 1 && number <= of) return { number, of };
  throw new Mistake(
    `--shard: found ${JSON.stringify(text)}, expected which of how many, such as 3/8: from 1/8 to 8/8 each cluster is rendered once.`,
  );
}

/**
 * Clusters in groups of about the same work, each in the order in which they came. It follows from the clusters and
 * units alone, so that every process finds the same groups.
 */
export function sharesOf(
  clusters: readonly Cluster[],
  units: readonly Unit[],
  count: number,
): readonly (readonly Cluster[])[] {
  const weightOf = ({ name }: Cluster) => unitsOn(name, units).length;
  const shares = Array.from({ length: count }, () => ({ weight: 0, members: new Set<Cluster>() }));
  const [first] = shares;
  if (first === undefined) return [];
  for (const cluster of clusters.toSorted((one, other) => weightOf(other) - weightOf(one))) {
    const lightest = shares.reduce((least, share) => (share.weight < least.weight ? share : least), first);
    lightest.members.add(cluster);
    // One without units takes its time too.
    lightest.weight += weightOf(cluster) + 1;
  }
  return shares.map(({ members }) => clusters.filter((cluster) => members.has(cluster)));
}
