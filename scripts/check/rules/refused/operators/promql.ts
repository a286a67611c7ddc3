import { parser } from '@prometheus-io/lezer-promql';
import { goPatternMistake } from '../../../schema/patterns.ts';

/** Functions whose vector has to be a range. */
const OF_RANGES: ReadonlySet<string> = new Set([
  'rate',
  'irate',
  'increase',
  'delta',
  'idelta',
  'deriv',
  'predict_linear',
  'changes',
  'resets',
  'holt_winters',
  'double_exponential_smoothing',
  'avg_over_time',
  'min_over_time',
  'max_over_time',
  'sum_over_time',
  'count_over_time',
  'quantile_over_time',
  'stddev_over_time',
  'stdvar_over_time',
  'last_over_time',
  'present_over_time',
  'absent_over_time',
  'mad_over_time',
  'first_over_time',
]);

const mistakes = new Map<string, string | undefined>();

/** What is wrong with an expression of Prometheus; nothing where it is one. */
export function promqlMistake(expression: string): string | undefined {
  if (!mistakes.has(expression)) mistakes.set(expression, find(expression));
  return mistakes.get(expression);
}

interface Call {
  readonly name: string;
  ranges: number;
}

function find(expression: string): string | undefined {
  if (expression.trim() === '') return 'it is empty';
  let found: string | undefined;
  const calls: Call[] = [];
  const ancestors: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from, to }) => {
      if (found !== undefined) return false;
      const text = expression.slice(from, to);
      if (type.isError)
        found = `character ${from + 1} (${JSON.stringify(expression.slice(from, from + 12))}) does not belong there`;
      // An offset or a moment changes no type.
      const around = ancestors.filter(
        (name) => name !== 'OffsetExpr' && name !== 'StepInvariantExpr' && name !== 'ParenExpr',
      );
      const parent = around.at(-1) ?? '';
      if (type.name === 'FunctionCall') calls.push({ name: /^\w+/.exec(text)?.[0] ?? '', ranges: 0 });
      const isRange = type.name === 'MatrixSelector' || type.name === 'SubqueryExpr';
      const call = calls.at(-1);
      if (isRange && parent === 'FunctionCallBody' && around.at(-2) === 'AggregateExpr')
        found = 'an aggregation takes no range';
      else if (isRange && parent === 'FunctionCallBody' && call) {
        call.ranges += 1;
        if (
          !OF_RANGES.has(call.name) &&
          around.at(-2) === 'FunctionCall' &&
          !/_over_time$|^(?:info|absent|ts_of_.*)$/.test(call.name)
        )
          found = `${call.name} takes no range`;
      } else if (isRange && parent === 'BinaryExpr') found = `${text} is a range, which has no single value`;
      else if (isRange && parent === 'PromQL') found = 'a range has no single value';
      if (type.name === 'MatchOp' || type.name === 'StringLiteral')
        found ??= matcherMistake(expression, ancestors, from, to, type.name);
      ancestors.push(type.name);
      return undefined;
    },
    leave: ({ type }) => {
      ancestors.pop();
      if (type.name !== 'FunctionCall') return;
      const call = calls.pop();
      if (call && OF_RANGES.has(call.name) && call.ranges === 0)
        found ??= `${call.name} needs a range, such as [5m]`;
    },
  });
  return found;
}

/** A regular expression of a matcher. */
function matcherMistake(
  expression: string,
  ancestors: readonly string[],
  from: number,
  to: number,
  name: string,
): string | undefined {
  if (name !== 'StringLiteral' || !ancestors.at(-1)?.includes('LabelMatcher')) return undefined;
  if (!/[=!]~\s*$/.test(expression.slice(0, from))) return undefined;
  const literal = expression.slice(from, to);
  // Of a text with escapes only Prometheus knows what it stands for.
  const pattern = literal.startsWith('`')
    ? literal.slice(1, -1)
    : literal.slice(1, -1).replaceAll('\\\\', '\\');
  const mistake = goPatternMistake(pattern);
  return mistake === undefined ? undefined : `${literal} is no regular expression of RE2: ${mistake}`;
}
