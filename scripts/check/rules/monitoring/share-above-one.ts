import type { ClusterRule } from '../../rule.ts';
import type { Expression } from './promql/expression.ts';
import { type ReadQuery, readQueriesIn, recordedIn, titleOfQuery } from './queries.ts';
import { alerting } from './samples.ts';

/** A share of all: nobody names so what can be more than everything. */
const SHARE =
  /(?:error|failure|failed|success|hit|miss|availability|unavailable)s?_?(?:ratio|share|fraction)/;
/** A comparison at the end of an expression, with a plain number. */
const COMPARED = /(>=|>|==)\s*(?:bool\s+)?(\d+(?:\.\d+)?)\s*$/;

export const shareAboveOne: ClusterRule = {
  id: 'share-above-one',
  severity: 'warning',
  summary: 'A share of one that is compared as if it were of a hundred',
  breaks: 'A share is never above one: the alert never fires.',
  failing: alerting('shop:error_ratio:rate5m > 2'),
  passing: alerting('shop:error_ratio:rate5m > 0.02'),
  *judge(state) {
    for (const query of readQueriesIn(state)) {
      if (query.use !== 'alert' && query.use !== 'trigger') continue;
      const [, operator, number] = COMPARED.exec(query.text) ?? [];
      const { expression } = query;
      if (number === undefined || expression.type !== 'operation' || expression.operator !== operator)
        continue;
      const limit = Number(number);
      if (operator === '>' ? limit < 1 : limit <= 1) continue;
      const name = shareIn(expression.left, recordedIn(state));
      if (name === undefined) continue;
      yield {
        resource: query.resource,
        path: query.path,
        message: `${name} is a share, between 0 and 1, and ${titleOfQuery(query)} waits until it is ${operator} ${number}: that never is.`,
        fix: `Write ${operator} ${limit / 100}, if ${number} % is meant.`,
      };
    }
  },
};

/** The metric, where the left side is one that is a share, by itself or summed up by a maximum or an average. */
function shareIn(
  expression: Expression,
  recorded: ReadonlyMap<string, readonly ReadQuery[]>,
): string | undefined {
  if (expression.type === 'aggregation')
    return /^(?:max|min|avg)$/.test(expression.operator) && expression.given[0] !== undefined
      ? shareIn(expression.given[0], recorded)
      : undefined;
  if (expression.type !== 'selector' || !SHARE.test(expression.metric)) return undefined;
  // Whoever records it may make percent of it.
  const isPercent = (recorded.get(expression.metric) ?? []).some(({ text }) => /\b100\b/.test(text));
  return isPercent ? undefined : expression.metric;
}
