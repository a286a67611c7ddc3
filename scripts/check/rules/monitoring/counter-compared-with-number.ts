import type { ClusterRule } from '../../rule.ts';
import { metricOf } from './metrics/catalogue.ts';
import { type Expression, partsOf } from './promql/expression.ts';
import { alertsIn, readQueriesIn, titleOfQuery } from './queries.ts';
import { alerting } from './samples.ts';

export const counterComparedWithNumber: ClusterRule = {
  id: 'counter-compared-with-number',
  severity: 'warning',
  summary: 'A counter whose value is compared, or a gauge of which a rate is taken',
  breaks:
    'A counter only rises: once above the bound the alert fires until the pod restarts, and then forgets. The rate of a gauge takes each fall for a restart.',
  failing: alerting('sum(http_requests_total{code="500"}) > 100'),
  passing: alerting('sum(rate(http_requests_total{code="500"}[5m])) > 100'),
  *judge(state) {
    for (const query of alertsIn(state)) {
      for (const { part } of partsOf(query.expression)) {
        if (part.type !== 'operation' || !/^(?:>|>=|<|<=)$/.test(part.operator)) continue;
        if (part.right.type !== 'number') continue;
        const counter = rawCounter(part.left);
        if (counter === undefined) continue;
        yield {
          resource: query.resource,
          path: query.path,
          message: `${counter} is a counter, and ${titleOfQuery(query)} compares all that it has counted since its program started.`,
          fix: `Compare what it counts in a time: rate(${counter}[5m]) or increase(${counter}[15m]).`,
        };
      }
    }
    for (const query of readQueriesIn(state)) {
      for (const { part } of partsOf(query.expression)) {
        if (part.type !== 'call' || !/^(?:rate|irate|increase)$/.test(part.name)) continue;
        const [range] = part.given;
        const metric = range?.type === 'range' && range.of.type === 'selector' ? range.of.metric : '';
        if (!/^kube_/.test(metric) || metricOf(metric) === undefined || metric.endsWith('_total')) continue;
        yield {
          resource: query.resource,
          path: query.path,
          message: `${metric} is a gauge, which rises and falls, and ${part.name}() takes each fall for a restart of a counter.`,
          fix: `Use delta(${metric}[…]) or changes(${metric}[…]), or compare the value itself.`,
        };
      }
    }
  },
};

/** Counters whose value itself is asked for: whether it is there, or how it was before, is something else. */
function rawCounter(expression: Expression): string | undefined {
  if (expression.type === 'selector')
    return /_total$/.test(expression.metric) ? expression.metric : undefined;
  const isSum = expression.type === 'aggregation' && /^(?:sum|max|avg|min)$/.test(expression.operator);
  const [only] = isSum ? expression.given : [];
  return only === undefined ? undefined : rawCounter(only);
}
