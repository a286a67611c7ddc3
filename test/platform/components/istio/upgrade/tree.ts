import type { HelmChart } from '../../../../../platform/unit/unit.ts';
import { everyUnit } from '../../../../../scripts/synth/units.ts';
import { liveFleet } from '../../../../live-fleet.ts';
import type { Json } from '../../../../manifest-reader.ts';
import { at, textAt } from '../../../../manifest-reader.ts';
import { renderedFleet } from '../../../../rendered-fleet.ts';
import { fleetAt, type State } from './states.ts';

/** What a cluster is in one state of an upgrade. */
export interface ClusterTree {
  readonly state: State;
  readonly objects: readonly Json[];
  /** By unit. */
  readonly charts: ReadonlyMap<string, HelmChart & { readonly namespace: string }>;
  /** Everything of it as text, by unit, kind, namespace and name; the chart of a unit is of the kind `Chart`. */
  readonly texts: ReadonlyMap<string, string>;
}

export function treeAt(cluster: string, state: State, seen: string = cluster): ClusterTree {
  const fleet = fleetAt(liveFleet.fleet, cluster, state);
  const { contextOf, unitsOn, renderUnit } = renderedFleet(fleet, everyUnit(fleet));
  const texts = new Map<string, string>();
  const charts = new Map<string, HelmChart & { namespace: string }>();
  const objects: Json[] = [];
  for (const unit of unitsOn(seen)) {
    const chart = unit.helm?.(contextOf(seen));
    if (chart !== undefined) {
      charts.set(unit.name, { ...chart, namespace: unit.namespace });
      texts.set(`${unit.name} Chart ${unit.namespace} ${unit.name}`, JSON.stringify(chart));
    }
    for (const object of renderUnit(unit.name, seen)) {
      objects.push(object);
      const place = ['kind', 'metadata.namespace', 'metadata.name'].map((path) => String(at(object, path)));
      texts.set(`${unit.name} ${place.join(' ')}`, JSON.stringify(object));
    }
  }
  return { state, objects, charts, texts };
}

/** What the change from one state to the next touches. */
export function changesBetween(one: ClusterTree, other: ClusterTree): readonly string[] {
  const places = new Set([...one.texts.keys(), ...other.texts.keys()]);
  return [...places].filter((place) => one.texts.get(place) !== other.texts.get(place)).sort();
}

/** The units of the control planes, by their revision. */
export function controlPlanesIn({ charts }: ClusterTree): ReadonlyMap<string, string> {
  return new Map(
    [...charts].flatMap(([unit, { chart, values }]) =>
      chart === 'istiod' ? [[String(values.revision), unit] as const] : [],
    ),
  );
}

/** Namespaces with proxies, with the control plane that their label names. */
export function labelsIn({ objects }: ClusterTree): ReadonlyMap<string, string> {
  return new Map(
    objects.flatMap((object) => {
      const label = at(object, 'metadata.labels["istio.io/rev"]');
      if (at(object, 'kind') !== 'Namespace' || typeof label !== 'string') return [];
      return [[textAt(object, 'metadata.name'), label] as const];
    }),
  );
}

/** What runs all the time in the namespaces with proxies, with the control plane for which its pods were made anew. */
export function startedIn(
  tree: ClusterTree,
): readonly { place: string; namespace: string; revision: unknown }[] {
  const meshed = labelsIn(tree);
  const own = tree.objects.flatMap((object) => {
    const namespace = String(at(object, 'metadata.namespace'));
    const annotations = at(object, 'spec.template.metadata.annotations');
    if (!/^(Deployment|StatefulSet|DaemonSet)$/.test(textAt(object, 'kind')) || !meshed.has(namespace))
      return [];
    if (at(annotations, '["sidecar.istio.io/inject"]') === 'false') return [];
    return [{ place: textAt(object, 'metadata.name'), namespace, revision: at(annotations, `["${MARK}"]`) }];
  });
  const ofCharts = [...tree.charts].flatMap(([place, { chart, namespace, values }]) =>
    meshed.has(namespace) && !WITHOUT_PROXIES.includes(chart)
      ? [{ place, namespace, revision: chart === 'gateway' ? values.revision : marksIn(values) }]
      : [],
  );
  return [...own, ...ofCharts];
}

const MARK = 'fleet.example.com/proxy-revision';

/** Charts of Istio whose own pods say that they take no proxy, or which have none. */
const WITHOUT_PROXIES = ['base', 'istiod'];

/** The one control plane that all marks in the values of a chart name. */
function marksIn(values: unknown): unknown {
  const found = [...JSON.stringify(values).matchAll(new RegExp(`"${MARK}":"([^"]+)"`, 'g'))].map(
    ([, one]) => one,
  );
  const [first, ...others] = new Set(found);
  return others.length === 0 ? first : found;
}
