import { ApiObject, App, Chart } from 'cdk8s';
import type { Cluster, Fleet } from '../clusters/index.ts';
import type { Context, Unit } from '../platform/unit/unit.ts';
import type { Json } from './manifest-reader.ts';

/** A rendered object, as much of it as tests of whole trees look at. */
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

/** A fleet with its units, and what they render. */
export interface RenderedFleet {
  readonly fleet: Fleet;
  readonly units: readonly Unit[];
  /** A cluster of the contract. */
  clusterOf(name: string): Cluster;
  /** The context of a cluster, with every unit of the fleet. */
  contextOf(cluster: string): Context;
  unitsOn(cluster: string): readonly Unit[];
  /** The objects of one unit on one cluster. */
  renderUnit(unit: string, cluster: string): readonly Json[];
  /** The values that the Helm chart of a unit gets on one cluster, as they are written. */
  valuesOf(unit: string, cluster: string): Json;
  /** Every object of every cluster. */
  rendered(): readonly Rendered[];
  /** Every object of a kind, of every cluster. */
  ofKind(kind: string): readonly Rendered[];
}

/**
 * The objects of a unit.
 *
 * @throws with what is wrong with its declaration, as synth reports it
 */
export function render(unit: Unit, context: Context): readonly Json[] {
  if (unit.mistakes !== undefined) throw new Error(unit.mistakes.join('\n'));
  const chart = new Chart(new App(), unit.name, { disableResourceNameHashes: true });
  unit.build(chart, context);
  return chart.node.children.flatMap((child) => (ApiObject.isApiObject(child) ? [child.toJson()] : []));
}

/** Renders a fleet for tests: each cluster when it is first looked at, and once. */
export function renderedFleet(fleet: Fleet, units: readonly Unit[]): RenderedFleet {
  const contexts = new Map<string, Context>();
  let whole: readonly Rendered[] | undefined;
  const clusterOf = (name: string): Cluster => {
    const cluster = fleet.clusters.find((candidate) => candidate.name === name);
    if (cluster === undefined) throw new Error(`There is no cluster ${name}.`);
    return cluster;
  };
  const contextOf = (name: string): Context => {
    const context = contexts.get(name) ?? { cluster: clusterOf(name), fleet, units };
    contexts.set(name, context);
    return context;
  };
  const unitsOn = (cluster: string) => units.filter(({ clusters }) => clusters.includes(cluster));
  const unitOn = (name: string, cluster: string): Unit => {
    const unit = unitsOn(cluster).find((candidate) => candidate.name === name);
    if (unit === undefined) throw new Error(`The cluster ${cluster} has no unit ${name}.`);
    return unit;
  };
  const rendered = () => {
    whole ??= fleet.clusters.flatMap(({ name }) =>
      unitsOn(name).flatMap((unit) => objectsOf(unit, contextOf(name))),
    );
    return whole;
  };
  return {
    fleet,
    units,
    clusterOf,
    contextOf,
    unitsOn,
    renderUnit: (unit, cluster) => render(unitOn(unit, cluster), contextOf(cluster)),
    valuesOf: (unit, cluster) =>
      JSON.parse(JSON.stringify(unitOn(unit, cluster).helm?.(contextOf(cluster)).values)),
    rendered,
    ofKind: (kind) => rendered().filter((object) => object.kind === kind),
  };
}

function objectsOf(unit: Unit, context: Context): readonly Rendered[] {
  const chart = new Chart(new App(), unit.name, { disableResourceNameHashes: true });
  unit.build(chart, context);
  return chart.toJson().map((json): Rendered => {
    const [version, group = ''] = json.apiVersion.split('/').reverse();
    if (version === undefined) throw new Error(`${json.kind} has no apiVersion.`);
    const { name, namespace } = json.metadata;
    return { cluster: context.cluster.name, unit, group, kind: json.kind, name, namespace, json };
  });
}
