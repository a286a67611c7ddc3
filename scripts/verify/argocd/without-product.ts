import { join } from 'node:path';
import type { Fleet } from '../../../clusters/index.ts';
import type { Unit } from '../../../platform/unit/unit.ts';
import { Mistake } from '../../command-line/mistake.ts';
import { ClusterRenderer } from '../../synth/render.ts';
import { everyUnit } from '../../synth/units.ts';

/** What a commit changes in `dist/`: new texts by their paths, and undefined for what goes. */
type Commit = ReadonlyMap<string, string | undefined>;

/** What a cluster no longer has, or has otherwise, once a product has left the fleet: both are rendered. */
export function withoutProduct(fleet: Fleet, cluster: string, product: string): Commit {
  const units = everyUnit(fleet);
  const before = rendered(fleet, cluster, units);
  const after = rendered(
    fleet,
    cluster,
    units.filter(({ project }) => project !== product),
  );
  return new Map([
    ...[...before.keys()].filter((path) => !after.has(path)).map((path) => [path, undefined] as const),
    ...[...after].filter(([path, text]) => before.get(path) !== text),
  ]);
}

/** The objects of a cluster; what its charts are told is of no matter here. */
function rendered(fleet: Fleet, name: string, units: readonly Unit[]): ReadonlyMap<string, string> {
  const cluster = fleet.clusters.find((each) => each.name === name);
  if (cluster === undefined) throw new Mistake(`there is no cluster ${name}`);
  const renderer = new ClusterRenderer({ cluster, fleet, units });
  return new Map(
    units
      .filter(({ clusters }) => clusters.includes(name))
      .flatMap((unit) => renderer.render(unit))
      .filter(({ path }) => path.startsWith(join(name, '/')))
      .map(({ path, text }) => [path, text]),
  );
}
