import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { TARGET_LABELS } from './metrics/catalogue.ts';
import { type Expression, partsOf, type Selector } from './promql/expression.ts';
import { fits } from './promql/pattern.ts';
import { type LabelSet, mayHave } from './promql/result-labels.ts';
import { emptinessOf, type ReadQuery, readQueriesIn } from './queries.ts';
import { alerting } from './samples.ts';
import { addedLabels, labelsOfResult, labelsOfSeries } from './series.ts';

export const promqlLabelUnknown: ClusterRule = {
  id: 'promql-label-unknown',
  severity: 'error',
  summary: 'A query that filters, groups or joins by a label which its series do not have',
  breaks:
    'A filter finds nothing; a grouping throws all series together; a join finds no partner. The alert never fires, or for the wrong thing.',
  failing: alerting(
    'sum by (namespace, deployment) (increase(kube_pod_container_status_restarts_total[15m])) > 5',
  ),
  passing: alerting('sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total[15m])) > 5'),
  *judge(state) {
    for (const query of readQueriesIn(state)) {
      for (const { part } of partsOf(query.expression)) {
        if (part.type === 'selector') yield* ofMatchers(state, query, part, labelsOfSeries(state, part));
        else yield* ofGroupings(query, part, (one) => labelsOfResult(state, one));
      }
    }
  },
};

function* ofMatchers(
  state: ClusterState,
  query: ReadQuery,
  { metric, matchers }: Selector,
  labels: LabelSet,
): Generator<Said> {
  for (const { label, operator, value } of matchers) {
    const isNeeded = (operator === '=' && value !== '') || (operator === '=~' && !fits('=~', value, ['']));
    if (!isNeeded) continue;
    if (!mayHave(labels, label) && !(metric.startsWith('kube_') && fits(operator, value, EXPORTER_NAMES))) {
      const known = [...labels.names].filter(
        (name) => !addedLabels(state).has(name) && !name.startsWith('exported_'),
      );
      yield {
        resource: query.resource,
        path: query.path,
        message: `${metric} has no label ${label}, and ${label}${operator}"${value}" finds nothing. ${emptinessOf(query)}`,
        fix: `Filter by a label that it has: ${known.join(', ') || 'those of the target alone'}${didYouMean(label, known)}.`,
      };
    }
  }
}

/** Names of kube-state-metrics itself, which its series have where they have none of their own. */
const EXPORTER_NAMES = [
  'kube-state-metrics',
  'prometheus-kube-state-metrics',
  'kube-prometheus-stack-kube-state-metrics',
  'kube-state-metrics-6d4cf56db6-x7k2p',
  'kube-prometheus-stack-kube-state-metrics-6d4cf56db6-x7k2p',
  'http',
  'https-main',
];

function* ofGroupings(
  query: ReadQuery,
  part: Expression,
  labelsOf: (expression: Expression) => LabelSet,
): Generator<Said> {
  if (part.type === 'aggregation' && part.by !== undefined) {
    const source = part.given.at(-1);
    if (source === undefined || source.type === 'number') return;
    const labels = labelsOf(source);
    for (const label of part.by.filter((one) => !mayHave(labels, one) && !isSetForAll(one))) {
      yield {
        resource: query.resource,
        path: query.path,
        severity: 'warning',
        message: `${part.operator} by (${label}): no series there has the label ${label}, and it groups nothing.`,
        fix: `Group by a label that the series have${didYouMean(label, labels.isOpen ? [] : [...labels.names])}.`,
      };
    }
  }
  if (part.type === 'operation' && part.on !== undefined) {
    const [left, right] = [labelsOf(part.left), labelsOf(part.right)];
    for (const label of part.on) {
      const [isLeft, isRight] = [mayHave(left, label), mayHave(right, label)];
      if (isLeft === isRight || isSetForAll(label)) continue;
      yield {
        resource: query.resource,
        path: query.path,
        message: `on (${label}) joins by a label that only the ${isLeft ? 'left' : 'right'} side of ${part.operator} has, and nothing fits together. ${part.operator === 'or' || part.operator === 'unless' ? 'The right side changes nothing.' : emptinessOf(query)}`,
        fix: `Keep ${label} on both sides, in by (...), or join by labels that both have.`,
      };
    }
  }
}

function isSetForAll(label: string): boolean {
  return TARGET_LABELS.slice(TARGET_LABELS.indexOf('prometheus')).includes(label);
}
