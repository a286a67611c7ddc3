import type { Item } from '../change.ts';
import { titleOf, typeOf } from '../compare/key.ts';
import { at, mappingAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';
import { selectsPods, targetOf, WORKLOADS } from './pods.ts';
import { some, type Trees } from './rule.ts';

/** Where an object says whose pods it is about: by a selector of labels, or by labels alone. */
const SELECTORS: Readonly<Record<string, { readonly selector: string } | { readonly labels: string }>> = {
  'policy/PodDisruptionBudget': { selector: 'spec.selector' },
  'monitoring.coreos.com/PodMonitor': { selector: 'spec.selector' },
  'vpcresources.k8s.aws/SecurityGroupPolicy': { selector: 'spec.podSelector' },
  'networking.istio.io/Sidecar': { labels: 'spec.workloadSelector.labels' },
  'networking.istio.io/EnvoyFilter': { labels: 'spec.workloadSelector.labels' },
  'telemetry.istio.io/Telemetry': { labels: 'spec.selector.matchLabels' },
  'extensions.istio.io/WasmPlugin': { labels: 'spec.selector.matchLabels' },
  'security.istio.io/RequestAuthentication': { labels: 'spec.selector.matchLabels' },
};

/** Where it names its one workload. */
const TARGETS: Readonly<Record<string, string>> = {
  'autoscaling/HorizontalPodAutoscaler': 'spec.scaleTargetRef',
  'keda.sh/ScaledObject': 'spec.scaleTargetRef',
  'autoscaling.k8s.io/VerticalPodAutoscaler': 'spec.targetRef',
};

/** What watches workloads without saying by a selector of pods which: those that it comes with. */
const OF_UNIT: ReadonlySet<string> = new Set([
  'monitoring.coreos.com/PrometheusRule',
  'monitoring.coreos.com/ServiceMonitor',
]);

/** The workloads with which an object goes, as nobody else has a use for it; undefined where any of them stays, or it had none. */
export function goesWith(item: Item, { before, after }: Trees): string | undefined {
  const served = workloadsOf(item, before);
  if (served.length === 0 || workloadsOf(item, after).length > 0) return undefined;
  // One that has other labels from now on is still there, and has lost it.
  if (served.some((workload) => after.find(workload) !== undefined)) return undefined;
  return some(served.map(titleOf));
}

function workloadsOf(item: Item, tree: Surroundings): readonly Item[] {
  const [selector, target] = [selectorOf(item), TARGETS[typeOf(item)]];
  const isOfUnit = OF_UNIT.has(typeOf(item));
  if (selector === undefined && target === undefined && !isOfUnit) return [];
  const found = tree.inNamespace(item.cluster, item.namespace, ...WORKLOADS);
  if (isOfUnit) return found.filter(({ unit }) => unit === item.unit);
  if (selector !== undefined) return found.filter((workload) => selectsPods(selector, workload));
  const { kind, name } = targetOf(item, target);
  return found.filter((workload) => workload.kind === kind && workload.name === name);
}

/** Undefined where it is about all pods, or about those of other namespaces too. */
function selectorOf(item: Item): unknown {
  const place = SELECTORS[typeOf(item)];
  if (place === undefined || at(item.value, 'spec.namespaceSelector') !== undefined) return undefined;
  const selector =
    'selector' in place
      ? mappingAt(item.value, place.selector)
      : { matchLabels: mappingAt(item.value, place.labels) };
  return Object.values(selector).some((value) => Object.keys(Object(value)).length > 0)
    ? selector
    : undefined;
}
