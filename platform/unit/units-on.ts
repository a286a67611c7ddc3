import type { Unit } from './unit.ts';

const known = new WeakMap<readonly Unit[], ReadonlyMap<string, readonly Unit[]>>();

/** The units that are meant for a cluster, in their order. They are gathered once for all clusters: each looking through all costs their square. */
export function unitsOn(cluster: string, units: readonly Unit[]): readonly Unit[] {
  const gathered = known.get(units) ?? byCluster(units, ({ clusters }) => clusters);
  known.set(units, gathered);
  return gathered.get(cluster) ?? [];
}

/** What is on each cluster, in the order of all. */
export function byCluster<Value>(
  all: readonly Value[],
  clustersOf: (value: Value) => readonly string[],
): ReadonlyMap<string, readonly Value[]> {
  const gathered = new Map<string, Value[]>();
  for (const value of all) {
    for (const cluster of new Set(clustersOf(value))) {
      const there = gathered.get(cluster);
      if (there === undefined) gathered.set(cluster, [value]);
      else there.push(value);
    }
  }
  return gathered;
}
