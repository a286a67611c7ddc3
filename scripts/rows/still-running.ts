import { RETIRED, type Retired } from '../../requirements/model/retired.ts';
import type { Sources } from '../../requirements/model/tree.ts';

/** Entries of things that run all the same. */
export function stillRunning({ retired, fleet, units }: Sources): readonly string[] {
  const running: Readonly<Record<Retired['kind'], ReadonlySet<string>>> = {
    cluster: new Set(fleet.clusters.map(({ name }) => name)),
    product: new Set(units.map(({ project }) => project)),
    component: new Set(units.map(({ name }) => name)),
    service: new Set(
      units.flatMap(({ workloads = [] }) => workloads.map(({ declaration }) => declaration.name)),
    ),
  };
  return retired
    .filter(({ kind, name }) => running[kind].has(name))
    .map(
      ({ kind, name }) => `${RETIRED}: the ${kind} ${name} still runs. Remove it, or take it off the list.`,
    );
}
