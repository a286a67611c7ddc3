import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { textAt } from '../../state/read.ts';
import { metricOf } from './metrics/catalogue.ts';
import { type Expression, partsOf } from './promql/expression.ts';
import { alertsIn, recordedIn } from './queries.ts';
import { alerting } from './samples.ts';

export const alertAlwaysFires: ClusterRule = {
  id: 'alert-always-fires',
  severity: 'error',
  summary: 'An alert whose expression compares nothing, so that it fires for each series there is',
  breaks:
    'Any result of the expression is an alert, zero too: it fires from the first evaluation on and never ends.',
  failing: alerting('sum by (namespace) (rate(istio_requests_total{response_code=~"5.."}[5m]))'),
  passing: alerting('sum by (namespace) (rate(istio_requests_total{response_code=~"5.."}[5m])) > 1'),
  *judge(state) {
    for (const { expression, resource, path, rule } of alertsIn(state)) {
      const name = textAt(rule, 'alert') ?? '';
      const bool = comparesToBool(expression);
      if (bool !== undefined) {
        yield {
          resource,
          path,
          message: `${bool} bool yields 0 or 1 for every series, and 0 is a result too: the alert ${name} fires all the time.`,
          fix: `Leave bool out behind ${bool}.`,
        };
      } else if (isAlwaysThere(state, expression)) {
        yield {
          resource,
          path,
          severity: isSure(expression) ? 'error' : 'warning',
          message: `The expression compares its result with nothing, and each series is an alert, whatever its value: ${name} fires all the time.`,
          fix: 'Compare the result with the bound at which somebody has to act, such as > 0.05.',
        };
      }
    }
  },
};

const COMPARISONS = /^(?:==|!=|>|<|>=|<=)$/;

function comparesToBool(expression: Expression): string | undefined {
  return expression.type === 'operation' && expression.isBool && COMPARISONS.test(expression.operator)
    ? expression.operator
    : undefined;
}

/** Whether an expression has a result while all is well. */
function isAlwaysThere(state: ClusterState, expression: Expression, depth = 0): boolean {
  const inner = (one: Expression) => isAlwaysThere(state, one, depth);
  switch (expression.type) {
    case 'selector': {
      const { metric } = expression;
      // There only while something is wrong.
      if (metric === '' || metric.startsWith('ALERTS')) return false;
      const [record] = recordedIn(state).get(metric) ?? [];
      if (record !== undefined) return depth < 4 && isAlwaysThere(state, record.expression, depth + 1);
      return metricOf(metric) !== undefined;
    }
    case 'range':
      return inner(expression.of);
    case 'call': {
      // What stands there by itself is meant to fire, as proof that alerts arrive.
      if (/^(?:absent|absent_over_time|vector|time|scalar|pi)$/.test(expression.name)) return false;
      const series = expression.given.find(({ type }) => type !== 'number' && type !== 'text');
      return series !== undefined && (inner(series) || isCounting(expression.name, series));
    }
    case 'aggregation': {
      const series = expression.given.at(-1);
      return series !== undefined && inner(series);
    }
    case 'operation': {
      const { operator, left, right, isBool } = expression;
      if (COMPARISONS.test(operator)) return isBool && inner(left);
      if (operator === 'or') return inner(left) || inner(right);
      if (operator === 'and' || operator === 'unless') return false;
      if (left.type === 'number') return inner(right);
      return inner(left) && (right.type === 'number' || inner(right));
    }
    default:
      return false;
  }
}

/** Rates of anything are numbers that somebody has to compare. */
function isCounting(name: string, series: Expression): boolean {
  return (
    /^(?:rate|irate|increase|delta|deriv|(?:avg|sum|max|min|quantile)_over_time)$/.test(name) &&
    series.type === 'range' &&
    series.of.type === 'selector'
  );
}

function isSure(expression: Expression): boolean {
  return partsOf(expression).some(
    ({ part }) => part.type === 'aggregation' || part.type === 'call' || part.type === 'operation',
  );
}
