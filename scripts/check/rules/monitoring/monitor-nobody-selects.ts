import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, fields, textAt } from '../../state/read.ts';
import { type Resource, titleOf } from '../../state/resource.ts';
import { selects } from './monitors.ts';
import { MONITOR, WEB } from './samples.ts';

const PROMETHEUS = (label: string) => `
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: main, namespace: shop }
spec: { serviceMonitorSelector: { matchLabels: { ${label} } } }
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: api, namespace: shop, labels: { team: shop } }
spec:
  selector: { matchLabels: { app: web } }
  endpoints: [{ port: http-metrics, interval: 30s }]
`;

/** What selects what: the kind, and the field of the selector of its labels. */
const SELECTED = [
  { kind: 'ServiceMonitor', by: ['Prometheus', 'PrometheusAgent'], field: 'serviceMonitor' },
  { kind: 'PodMonitor', by: ['Prometheus', 'PrometheusAgent'], field: 'podMonitor' },
  { kind: 'Probe', by: ['Prometheus', 'PrometheusAgent'], field: 'probe' },
  { kind: 'ScrapeConfig', by: ['Prometheus', 'PrometheusAgent'], field: 'scrapeConfig' },
  { kind: 'PrometheusRule', by: ['Prometheus', 'ThanosRuler'], field: 'rule' },
  { kind: 'AlertmanagerConfig', by: ['Alertmanager'], field: 'alertmanagerConfig' },
] as const;

export const monitorNobodySelects: ClusterRule = {
  id: 'monitor-nobody-selects',
  severity: 'error',
  summary:
    'A monitor, file of rules or Alertmanager configuration that no Prometheus or Alertmanager of the tree selects',
  breaks: 'The Operator leaves it out without a word: nothing is scraped, no rule is evaluated.',
  pitfalls: ['X-77'],
  failing: PROMETHEUS('team: web') + WEB + MONITOR,
  passing: PROMETHEUS('team: shop'),
  *judge(state) {
    for (const selected of SELECTED) {
      const objects = state.of(`monitoring.coreos.com/${selected.kind}`);
      const selectors = selected.by.flatMap((kind) => state.of(`monitoring.coreos.com/${kind}`));
      if (objects.length === 0) continue;
      if (selectors.length > 0) yield* byNobody(state, objects, selectors, selected.field);
    }
    yield* unlikeOthers(state);
  },
};

function* byNobody(
  state: ClusterState,
  objects: readonly Resource[],
  selectors: readonly Resource[],
  field: string,
): Generator<Said> {
  for (const resource of objects) {
    if (selectors.some((selector) => doesSelect(state, selector, resource, field))) continue;
    // An extract may have left the selector out.
    if (
      selectors.some(
        ({ isExtract, value }) => isExtract && at(value, 'spec', `${field}Selector`) === undefined,
      )
    )
      continue;
    const wanted = selectors.map((selector) => wishOf(selector, field)).join('; ');
    yield {
      resource,
      path: ['metadata', 'labels'],
      message: `No one selects this ${resource.kind}, and it does nothing: ${wanted}.`,
      fix: `Give it the labels, and put it into a namespace, that ${selectors.map((selector) => titleOf(selector)).join(' or ')} selects.`,
    };
  }
}

function doesSelect(
  state: ClusterState,
  { namespace, value }: Resource,
  resource: Resource,
  field: string,
): boolean {
  const own = at(value, 'spec', `${field}Selector`);
  const where = at(value, 'spec', `${field}NamespaceSelector`);
  if (own === undefined || own === null) return false;
  // A selector that cannot be read is not this rule's.
  if (selects(own, resource.labels) === false) return false;
  if (where === undefined || where === null) return resource.namespace === namespace;
  return selects(where, state.namespaces.get(resource.namespace)?.labels ?? {}) !== false;
}

function wishOf(selector: Resource, field: string): string {
  const text = (name: string) => {
    const found = at(selector.value, 'spec', name);
    return found === undefined || found === null ? undefined : JSON.stringify(found);
  };
  const own = text(`${field}Selector`);
  const where = text(`${field}NamespaceSelector`);
  if (own === undefined) return `${titleOf(selector)} has no ${field}Selector, which selects nothing`;
  return `${titleOf(selector)} selects ${own === '{}' ? 'any' : own} in ${where === undefined ? `its namespace ${selector.namespace} alone` : where === '{}' ? 'every namespace' : `namespaces with ${where}`}`;
}

/** Labels by which a Prometheus that is not in the tree is known to select. */
const LABELS = ['release', 'prometheus', 'monitoring', 'k8s-app'];
const AGREEING = 2;

/** Where the Prometheus is elsewhere, the other monitors show what it selects. */
function* unlikeOthers(state: ClusterState): Generator<Said> {
  if (state.of('monitoring.coreos.com/Prometheus', 'monitoring.coreos.com/PrometheusAgent').length > 0)
    return;
  const all = ['ServiceMonitor', 'PodMonitor', 'PrometheusRule', 'Probe', 'ScrapeConfig'].flatMap((kind) =>
    state.of(`monitoring.coreos.com/${kind}`).filter(({ isExtract }) => !isExtract),
  );
  for (const label of LABELS) {
    const counts = new Map<string, number>();
    for (const { labels } of all) {
      const value = labels[label];
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const [usual, ...others] = [...counts].sort((one, other) => other[1] - one[1]);
    if (usual === undefined || usual[1] < AGREEING || usual[1] < (all.length * 2) / 3 - 0.01) continue;
    if (others.some(([, count]) => count > 1)) continue;
    for (const resource of all.filter(({ labels }) => labels[label] !== usual[0])) {
      const own = textAt(fields(resource.value.metadata), 'labels', label);
      yield {
        resource,
        path: ['metadata', 'labels', ...(own === undefined ? [] : [label])],
        severity: 'warning',
        message: `${own === undefined ? `It has no label ${label}` : `Its label ${label} is ${own}`}, and the ${usual[1]} other monitors and rules have ${label}: ${usual[0]}, by which a Prometheus selects: it is left out.`,
        fix: `Write ${label}: ${usual[0]}.`,
      };
    }
  }
}
