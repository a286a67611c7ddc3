import { App, Chart } from 'cdk8s';
import { loadFleet } from '../../clusters/index.ts';
import type { Context, Unit } from '../../platform/constructs/unit.ts';
import { fleetUnits } from '../../scripts/synth/units.ts';

/** A rendered object, as much of it as these tests look at. */
export interface Rendered {
  readonly cluster: string;
  readonly unit: Unit;
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  /** As cdk8s types a manifest. */
  readonly json: ReturnType<Chart['toJson']>[number];
}

export const fleet = loadFleet();
export const units = fleetUnits(fleet);

export function contextOf(cluster: string): Context {
  const found = fleet.clusters.find(({ name }) => name === cluster);
  if (found === undefined) throw new Error(`There is no cluster ${cluster}.`);
  return { cluster: found, fleet, units };
}

export function unitsOn(cluster: string): readonly Unit[] {
  return units.filter(({ clusters }) => clusters.includes(cluster));
}

/** Every object of every cluster. */
export const rendered: readonly Rendered[] = fleet.clusters.flatMap(({ name: cluster }) => {
  const context = contextOf(cluster);
  return unitsOn(cluster).flatMap((unit) => {
    const chart = new Chart(new App(), unit.name, { disableResourceNameHashes: true });
    unit.build(chart, context);
    return chart.toJson().map((json): Rendered => {
      const [version, group = ''] = json.apiVersion.split('/').reverse();
      if (version === undefined) throw new Error(`${json.kind} has no apiVersion.`);
      const { name, namespace } = json.metadata;
      return { cluster, unit, group, kind: json.kind, name, namespace, json };
    });
  });
});

export function ofKind(kind: string): readonly Rendered[] {
  return rendered.filter((object) => object.kind === kind);
}
