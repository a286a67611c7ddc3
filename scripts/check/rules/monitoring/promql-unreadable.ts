import type { ClusterRule } from '../../rule.ts';
import { mistypedIn } from './promql/types.ts';
import { emptinessOf, queriesIn, titleOfQuery } from './queries.ts';
import { alerting } from './samples.ts';

export const promqlUnreadable: ClusterRule = {
  id: 'promql-unreadable',
  severity: 'error',
  summary: 'An expression that is no PromQL, or gives a function what it does not take',
  breaks:
    'Prometheus refuses the whole file of rules, those beside it too; the Operator leaves the object out and says so only in its log.',
  failing: alerting('sum(rate(http_requests_total{namespace="shop"})) by (service) > 10'),
  passing: alerting('sum(rate(http_requests_total{namespace="shop"}[5m])) by (service) > 10'),
  *judge(state) {
    for (const query of queriesIn(state)) {
      const { resource, path, text, parsed } = query;
      const severity = query.use === 'panel' ? 'warning' : 'error';
      if (parsed.expression === undefined) {
        const at = text.slice(parsed.mistake, parsed.mistake + 20);
        yield {
          resource,
          path,
          severity,
          message: `The expression of ${titleOfQuery(query)} is no PromQL from character ${parsed.mistake + 1} on${at === '' ? ', where it ends' : `: ${at}`}. ${emptinessOf(query)}`,
          fix: 'Write an expression that promtool reads: look for a parenthesis, brace or quote without its pair, and for an operand that is missing.',
        };
        continue;
      }
      for (const mistake of mistypedIn(parsed.expression)) {
        yield {
          resource,
          path,
          severity,
          message: `In the expression of ${titleOfQuery(query)}, ${mistake.what}. ${emptinessOf(query)}`,
          fix: mistake.fix,
        };
      }
    }
  },
};
