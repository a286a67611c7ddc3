import type { Change, Judged } from './change.ts';
import { type Connectivity, connectivityOf } from './connectivity.ts';
import { judged } from './risks/index.ts';
import { reachability } from './risks/reachability.ts';
import type { Trees } from './risks/rule.ts';

/** What some changes do: to who reaches whom, and each for itself. */
export interface Assessment {
  readonly connectivity: Connectivity;
  /** One for each change, in their order. */
  readonly judged: readonly Judged[];
}

/** What changes do, as far as it follows from the clusters that they are on. */
export function assess(changes: readonly Change[], trees: Trees): Assessment {
  const connectivity = connectivityOf(changes, trees.before, trees.after);
  return {
    connectivity,
    judged: changes.map((change) => judged(change, trees, reachability(change, connectivity, trees))),
  };
}
