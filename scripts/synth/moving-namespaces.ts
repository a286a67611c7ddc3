import type { Cluster, Fleet } from '../../clusters/index.ts';
import { didYouMean } from '../../clusters/nearest-name.ts';
import { isMeshed } from '../../platform/kit/namespace.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { unitsOn } from '../../platform/unit/units-on.ts';
import { Mistake } from '../command-line/mistake.ts';

/**
 * Refuses names among those that move to another control plane that are no namespace of the mesh there: one that is misspelt
 * would stay behind, and lose its control plane at the end. The contract cannot see it, as it does not know the namespaces.
 *
 * @throws Mistake with every such name
 */
export function checkMovingNamespaces(units: readonly Unit[], fleet: Fleet): void {
  const mistakes = fleet.clusters.flatMap((cluster) => strangers(units, cluster));
  if (mistakes.length > 0) throw new Mistake(mistakes.join('\n'));
}

function strangers(units: readonly Unit[], cluster: Cluster): readonly string[] {
  const { labelled = [], restarted = [] } = cluster.mesh?.moving ?? {};
  const known = unitsOn(cluster.name, units)
    .flatMap(({ namespaces = [] }) => namespaces)
    .filter((namespace) => isMeshed(namespace, cluster))
    .map(({ name }) => name);
  const names = [...new Set(known)].sort();
  return Object.entries({ labelled, restarted }).flatMap(([step, moving]) =>
    moving
      .filter((name) => !names.includes(name))
      .map(
        (name) =>
          `clusters/${cluster.name}/cluster.yaml: mesh.moving.${step}: found ${name}, expected one of the namespaces in the mesh: ${names.join(', ')}${didYouMean(name, names)}`,
      ),
  );
}
