import { atRest, type Cluster, loadFleet } from '../../clusters/index.ts';
import type { Context, Unit } from '../../platform/unit/unit.ts';
import type { WorkloadDeclaration } from '../../platform/workload/declaration/workload.ts';
import { fleetUnits } from '../../scripts/synth/units.ts';
import type { Json } from '../manifest-reader.ts';
import { render } from '../rendered-fleet.ts';

/**
 * The repository's own fleet as it is today, without the builds that are being tried. Tests of the products read it;
 * they hold what is rendered against what is declared, and never against a number or a list of their own.
 */
export const fleet = atRest(loadFleet());
export const units = fleetUnits(fleet);

const contexts = new Map<string, Context>(
  fleet.clusters.map((cluster) => [cluster.name, { cluster, fleet, units }]),
);

/** The context of a cluster, with every unit of it. */
export function contextOf(clusterName: string): Context {
  const context = contexts.get(clusterName);
  if (context === undefined) throw new Error(`There is no cluster ${clusterName}.`);
  return context;
}

/** The objects of one unit on one cluster. */
export function renderUnit(unitName: string, clusterName: string): readonly Json[] {
  const unit = units.find(({ name, clusters }) => name === unitName && clusters.includes(clusterName));
  if (unit === undefined) throw new Error(`The cluster ${clusterName} has no unit ${unitName}.`);
  return render(unit, contextOf(clusterName));
}

/** Names of the clusters that run a product or one of its workloads, in the order of its declaration. */
export function clustersOf(owner: readonly Unit[] | Pick<WorkloadDeclaration, 'name'>): readonly string[] {
  const own = 'name' in owner ? units.filter(({ name }) => name === owner.name) : owner;
  return [...new Set(own.flatMap(({ clusters }) => clusters))].filter((name) => contexts.has(name));
}

/**
 * The cluster of a product against which its requirements are held that speak of one: the first that it names in
 * production.
 *
 * @throws when none of its clusters is in production
 */
export function productionOf(product: readonly Unit[]): Cluster {
  const names = clustersOf(product);
  const found = names
    .map((name) => contextOf(name).cluster)
    .find(({ environment }) => environment === 'production');
  if (found === undefined) throw new Error(`None of ${names.join(', ')} is in production.`);
  return found;
}
