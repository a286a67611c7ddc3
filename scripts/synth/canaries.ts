import type { Fleet } from '../../clusters/index.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { canaryMistake } from '../../platform/workload/traffic/canary.ts';
import { Mistake } from '../command-line/mistake.ts';

/**
 * Refuses canaries that would get no share of anything. The contract cannot see it, as it does not know the workloads.
 *
 * @throws Mistake with every such canary
 */
export function checkCanaries(units: readonly Unit[], fleet: Fleet): void {
  const mistakes = fleet.clusters.flatMap((cluster) =>
    Object.keys(cluster.images).flatMap((image) => canaryMistake(image, cluster, units) ?? []),
  );
  if (mistakes.length > 0) throw new Mistake(mistakes.join('\n'));
}
