import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { fieldsAt, places } from '../../state/read.ts';
import { metricOf, TARGET_LABELS } from './metrics/catalogue.ts';
import type { Expression, Selector } from './promql/expression.ts';
import { ANY, either, type LabelSet, only, resultLabels, withLabels } from './promql/result-labels.ts';
import { labelsOfRule, recordedIn } from './queries.ts';

/** Where labels are made that no exporter has. */
const RELABELINGS = [
  'spec.endpoints[].relabelings[].targetLabel',
  'spec.endpoints[].metricRelabelings[].targetLabel',
  'spec.podMetricsEndpoints[].relabelings[].targetLabel',
  'spec.podMetricsEndpoints[].metricRelabelings[].targetLabel',
  'spec.prober.relabelings[].targetLabel',
  'spec.metricRelabelings[].targetLabel',
  'spec.relabelings[].targetLabel',
  'spec.scrapeClasses[].relabelings[].targetLabel',
  'spec.targetLabels[]',
  'spec.podTargetLabels[]',
];

/** Labels that monitors, or Prometheus itself, add to what is scraped. */
export const addedLabels = remembered((state: ClusterState): ReadonlySet<string> => {
  const monitors = state.of(
    'monitoring.coreos.com/ServiceMonitor',
    'monitoring.coreos.com/PodMonitor',
    'monitoring.coreos.com/Probe',
    'monitoring.coreos.com/ScrapeConfig',
    'monitoring.coreos.com/Prometheus',
    'monitoring.coreos.com/PrometheusAgent',
  );
  const made = monitors.flatMap(({ value }) =>
    RELABELINGS.flatMap((pattern) => [...places(value, pattern)].map(({ value: label }) => label)),
  );
  const external = monitors.flatMap(({ value }) =>
    [...places(value, 'spec.externalLabels')].flatMap(({ value: labels }) => Object.keys(Object(labels))),
  );
  const tags = state
    .of('telemetry.istio.io/Telemetry')
    .flatMap(({ value }) =>
      [...places(value, 'spec.metrics[].overrides[].tagOverrides')].flatMap(({ value: tag }) =>
        Object.keys(Object(tag)),
      ),
    );
  const texts = made
    .filter((label) => typeof label === 'string')
    .map((label) => label.replace(/[^a-zA-Z0-9_]/g, '_'));
  return new Set([...texts, ...external, ...tags, ...labelsOfConfigs(state), ...TARGET_LABELS]);
});

/** Configurations of Prometheus, and of agents like it, as files. */
const configsIn = remembered((state: ClusterState): readonly string[] =>
  state
    .of('/ConfigMap', '/Secret')
    .flatMap(({ value }) => [
      ...Object.values(fieldsAt(value, 'data')),
      ...Object.values(fieldsAt(value, 'stringData')),
    ])
    .filter((text) => typeof text === 'string' && text.includes('scrape_configs'))
    .map(String),
);

function labelsOfConfigs(state: ClusterState): readonly string[] {
  return configsIn(state).flatMap((text) =>
    [...text.matchAll(/\btarget_label["']?:\s*["']?(\w+)/g)].flatMap(([, label]) => label ?? []),
  );
}

/** Whether scraping hands on whatever labels pods and Services have. */
const handsLabelsOn = remembered((state: ClusterState): boolean =>
  configsIn(state).some((text) => /\baction["']?:\s*["']?labelmap/.test(text)),
);

interface Known {
  readonly series: Map<string, LabelSet>;
  readonly results: WeakMap<Expression, LabelSet>;
}

const known = remembered((_: ClusterState): Known => ({ series: new Map(), results: new WeakMap() }));

/** The labels that the result of an expression may have. */
export function labelsOfResult(state: ClusterState, expression: Expression): LabelSet {
  const { results } = known(state);
  return resultLabels(expression, (selector) => labelsOfSeries(state, selector), results);
}

/** The labels that series of a selector may have; any where nobody here knows the metric. */
export function labelsOfSeries(state: ClusterState, { metric }: Selector): LabelSet {
  const { series } = known(state);
  const found = series.get(metric);
  if (found !== undefined) return found;
  // Records that are made of each other have no end.
  series.set(metric, ANY);
  const labels = computed(state, metric);
  series.set(metric, labels);
  return labels;
}

/** What one program tells of all others: there these labels are its own name, or not there. */
const OF_EXPORTERS = /^(?:kube_|kubelet_volume_)/;
const NAMES_OF_EXPORTER = new Set(['pod', 'container', 'service']);

function computed(state: ClusterState, metric: string): LabelSet {
  const records = recordedIn(state).get(metric) ?? [];
  if (records.length > 0) {
    return records
      .map((record) =>
        withLabels(labelsOfResult(state, record.expression), Object.keys(labelsOfRule(record))),
      )
      .reduce(either);
  }
  const labels = metricOf(metric)?.labels;
  if (labels === undefined || handsLabelsOn(state)) return ANY;
  const added = [...addedLabels(state)].filter(
    (label) => !(OF_EXPORTERS.test(metric) && NAMES_OF_EXPORTER.has(label)),
  );
  return withLabels(only(...labels, ...[...labels].map((label) => `exported_${label}`)), added);
}
