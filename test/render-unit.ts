import type { Context } from '../platform/constructs/unit.ts';
import { fleetUnits } from '../scripts/synth/units.ts';
import type { Json } from './manifest-reader.ts';
import { clusterOf, fleet, render } from './render-product.ts';

const units = fleetUnits(fleet);
const contexts = new Map<string, Context>();

/** The context of a cluster of the repository's own fleet, with every unit of it. */
export function contextOf(clusterName: string): Context {
  const known = contexts.get(clusterName);
  if (known !== undefined) return known;
  const context = { cluster: clusterOf(clusterName), fleet, units };
  contexts.set(clusterName, context);
  return context;
}

/** The objects of one unit of the repository's own fleet on one cluster. */
export function renderUnit(unitName: string, clusterName: string): readonly Json[] {
  const unit = units.find(({ name, clusters }) => name === unitName && clusters.includes(clusterName));
  if (unit === undefined) throw new Error(`The cluster ${clusterName} has no unit ${unitName}.`);
  return render(unit, contextOf(clusterName));
}
