import { parser } from '@prometheus-io/lezer-promql';
import { exporters } from '../../../../platform/components/monitoring/metrics/catalogue.ts';
import type { Exporter, Metric } from '../../../../platform/components/monitoring/metrics/metric.ts';

/** One use of a metric in an expression. */
interface Selector {
  readonly metric: string;
  /** Labels that it is filtered by. */
  readonly labels: readonly string[];
  /** Whether it stands in a range, such as `[5m]`. */
  readonly ranged: boolean;
}

/** What an expression reads. */
export interface Reading {
  readonly selectors: readonly Selector[];
  /** Labels of `by`, `without`, `on` and `ignoring`. */
  readonly grouping: readonly string[];
}

/**
 * Reads PromQL with the parser of Prometheus' own user interface.
 *
 * @throws with the place of the first mistake
 */
export function readPromql(expression: string): Reading {
  const selectors: { metric: string; labels: string[]; ranged: boolean }[] = [];
  const grouping: string[] = [];
  const ancestors: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from, to }) => {
      const text = expression.slice(from, to);
      if (type.isError) throw new Error(`No PromQL at character ${from}: ${expression}`);
      const inside = (name: string) => ancestors.includes(name);
      if (type.name === 'VectorSelector') {
        selectors.push({ metric: '', labels: [], ranged: ancestors.at(-1) === 'MatrixSelector' });
      } else if (type.name === 'Identifier' && inside('VectorSelector')) {
        const selector = selectors.at(-1);
        if (selector !== undefined) selector.metric = text;
      } else if (type.name === 'LabelName') {
        if (inside('LabelMatchers')) selectors.at(-1)?.labels.push(text);
        else grouping.push(text);
      }
      ancestors.push(type.name);
    },
    leave: () => {
      ancestors.pop();
    },
  });
  return { selectors, grouping };
}

interface Known {
  readonly exporter: Exporter;
  readonly metric: Metric;
}

const known = new Map<string, Known>(
  exporters.flatMap((exporter) =>
    Object.entries(exporter.metrics).map(([name, metric]): [string, Known] => [name, { exporter, metric }]),
  ),
);

/** A metric of the catalogue; the series of a histogram by their own names, as counters. */
function knownMetric(name: string): Known | undefined {
  const found = known.get(name);
  if (found !== undefined) return found.metric.type === 'histogram' ? undefined : found;
  const [, base = '', series] = name.match(/^(.+)_(bucket|sum|count)$/) ?? [];
  const histogram = known.get(base);
  if (histogram?.metric.type !== 'histogram') return undefined;
  const labels = [...histogram.metric.labels, ...(series === 'bucket' ? ['le'] : [])];
  return { exporter: histogram.exporter, metric: { type: 'counter', labels } };
}

/** A metric that rules record, with the labels that they give it. */
export type Recorded = ReadonlyMap<string, readonly string[]>;

/**
 * What is wrong with an expression: metrics that nobody exports, labels that they do not have, a counter whose value is
 * read, or a gauge that is taken for a counter.
 *
 * @param has whether a unit is on the cluster
 */
export function mistakesOf(
  expression: string,
  recorded: Recorded,
  has: (unit: string) => boolean,
): readonly string[] {
  const { selectors, grouping } = readPromql(expression);
  const labels = new Set<string>(['le']);
  const mistakes = selectors.flatMap((selector): string[] => {
    const own = recorded.get(selector.metric);
    const found = knownMetric(selector.metric);
    const available = own ?? found?.metric.labels;
    if (available === undefined) return [`nobody exports ${selector.metric}`];
    for (const label of available) labels.add(label);
    const unknown = selector.labels
      .filter((label) => !available.includes(label))
      .map((label) => `${selector.metric} has no label ${label}`);
    if (found === undefined) return unknown;
    const { exporter, metric } = found;
    return [
      ...unknown,
      ...(exporter.unit === undefined || has(exporter.unit) ? [] : [`the cluster has no ${exporter.unit}`]),
      ...(metric.type === 'counter' && !selector.ranged ? [`the value of ${selector.metric} is read`] : []),
      ...(metric.type === 'gauge' &&
      selector.ranged &&
      /(rate|increase)\($/.test(before(expression, selector))
        ? [`${selector.metric} is no counter`]
        : []),
    ];
  });
  const unknown = grouping
    .filter((label) => !labels.has(label))
    .map((label) => `no series has the label ${label}`);
  return [...mistakes, ...unknown];
}

function before(expression: string, { metric }: Selector): string {
  return expression.slice(0, expression.indexOf(metric));
}
