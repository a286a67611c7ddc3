import type { ClusterRule } from '../../rule.ts';
import type { Expression } from './promql/expression.ts';
import { readQueriesIn, titleOfQuery } from './queries.ts';
import { alerting } from './samples.ts';

export const comparedWithText: ClusterRule = {
  id: 'promql-calculates-with-text',
  severity: 'error',
  summary: 'An expression that compares or calculates with a text',
  breaks:
    'Prometheus refuses the rule, and its operator leaves the whole object out; a panel shows an error.',
  failing: alerting('shop_up == "0"'),
  passing: alerting('shop_up == 0'),
  *judge(state) {
    for (const query of readQueriesIn(state)) {
      const text = textIn(query.expression);
      if (text === undefined) continue;
      yield {
        resource: query.resource,
        path: query.path,
        message: `In ${titleOfQuery(query)} a text, "${text}", stands where a number has to be: the expression has no such type.`,
        fix: /^-?[\d.]+$/.test(text)
          ? `Write ${text} without quotes.`
          : 'Write a number, or match a label with the text.',
      };
    }
  },
};

/** A text on one side of an operator. */
function textIn(expression: Expression): string | undefined {
  if (expression.type === 'operation') {
    for (const side of [expression.left, expression.right]) {
      const found = side.type === 'text' ? side.text : textIn(side);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (expression.type === 'range') return textIn(expression.of);
  if (expression.type !== 'call' && expression.type !== 'aggregation') return undefined;
  for (const given of expression.given) {
    const found = given.type === 'text' ? undefined : textIn(given);
    if (found !== undefined) return found;
  }
  return undefined;
}
