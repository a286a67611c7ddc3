import type { Cluster } from '../../clusters/index.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { unitsOn } from '../../platform/unit/units-on.ts';

/** How many clusters the threads of a run have taken, in memory that all of them see. */
export type Turns = Int32Array;

export function newTurns(): Turns {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** The clusters that this thread gets: whichever is ready takes the next one, so that all end at about the same time. */
export function* taken<Value>(clusters: readonly Value[], turns: Turns): Generator<Value> {
  for (;;) {
    const cluster = clusters[Atomics.add(turns, 0, 1)];
    if (cluster === undefined) return;
    yield cluster;
  }
}

/** A large one at the end would be left to one thread, while the others wait. */
export function heaviestFirst(clusters: readonly Cluster[], units: readonly Unit[]): readonly Cluster[] {
  const weightOf = ({ name }: Cluster) => unitsOn(name, units).length;
  return clusters.toSorted((one, other) => weightOf(other) - weightOf(one));
}
