import type { Unit } from './unit.ts';

const known = new WeakMap<readonly Unit[], ReadonlyMap<string, readonly Unit[]>>();

/** The units that are meant for a cluster, in their order. They are gathered once for all clusters: each looking through all costs their square. */
export function unitsOn(cluster: string, units: readonly Unit[]): readonly Unit[] {
  const gathered = known.get(units) ?? byCluster(units, ({ clusters }) => clusters);
  known.set(units, gathered);
  return gathered.get(cluster) ?? [];
}

/** What is on each cluster, in the order of all; one list for all clusters that have the same, so that what follows from it is found once. */
export function byCluster<Value>(
  all: readonly Value[],
  clustersOf: (value: Value) => readonly string[],
): ReadonlyMap<string, readonly Value[]> {
  const gathered = new Map<string, { readonly places: number[]; readonly values: Value[] }>();
  for (const [place, value] of all.entries()) {
    for (const cluster of new Set(clustersOf(value))) {
      const there = gathered.get(cluster) ?? { places: [], values: [] };
      gathered.set(cluster, there);
      there.places.push(place);
      there.values.push(value);
    }
  }
  const lists = new Map<string, readonly Value[]>();
  return new Map(
    Array.from(gathered, ([cluster, { places, values }]) => {
      const which = places.join();
      const list = lists.get(which) ?? values;
      lists.set(which, list);
      return [cluster, list];
    }),
  );
}
