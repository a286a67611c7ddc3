import { type Expression, partsOf } from './expression.ts';
import { patternOf } from './pattern.ts';

/** Functions that look back over a range. */
const OVER_RANGE =
  /^(?:rate|irate|increase|delta|idelta|deriv|changes|resets|predict_linear|holt_winters|double_exponential_smoothing|.+_over_time)$/;

interface Mistake {
  readonly what: string;
  readonly fix: string;
}

/** What an expression gives to functions and operators that do not take it, so that Prometheus refuses it. */
export function* mistypedIn(expression: Expression): Generator<Mistake> {
  for (const { part, within } of partsOf(expression)) {
    if (part.type === 'call' && OVER_RANGE.test(part.name)) {
      const series = part.given.find(({ type }) => type !== 'number' && type !== 'text');
      if (series !== undefined && series.type !== 'range') {
        yield {
          what: `${part.name}() looks back over a range, and is given none`,
          fix: `Write the range behind the metric, such as ${part.name}(metric[5m]); that of a whole expression needs a step too, such as [5m:1m].`,
        };
      }
    }
    if (part.type === 'range' && !(within?.type === 'call' && OVER_RANGE.test(within.name))) {
      yield {
        what: within === undefined ? 'a range is the result' : 'a range stands where a value has to stand',
        fix: 'Put the range into a function such as rate(), or leave [...] out.',
      };
    }
    if (part.type === 'selector') {
      const isAll =
        part.metric === '' &&
        part.matchers.every(
          ({ operator, value }) =>
            operator === '!=' || operator === '!~' || value === '' || (operator === '=~' && value === '.*'),
        );
      if (isAll) {
        yield {
          what: 'a selector fits every series',
          fix: 'Name the metric, or a label with a value that is not empty.',
        };
      }
      for (const { label, operator, value } of part.matchers) {
        if (
          (operator === '=~' || operator === '!~') &&
          patternOf(value) === undefined &&
          !hasOwnForms(value)
        ) {
          yield {
            what: `the pattern of ${label} cannot be read: ${value}`,
            fix: 'Close each withinhesis and bracket of the pattern, and write a backslash twice in double quotes.',
          };
        }
      }
    }
    if (part.type === 'operation' && part.isBool && /^(?:and|or|unless|[-+*/%^])$/.test(part.operator)) {
      yield { what: `bool stands behind ${part.operator}`, fix: 'Write bool only behind a comparison.' };
    }
    if (part.type === 'operation' && /^(?:and|or|unless)$/.test(part.operator)) {
      if (part.left.type === 'number' || part.right.type === 'number') {
        yield {
          what: `${part.operator} joins a number`,
          fix: 'Write vector(1) and not 1 beside and, or, unless.',
        };
      }
    }
  }
}

/** What RE2 reads and JavaScript does not. */
function hasOwnForms(pattern: string): boolean {
  return (
    /\(\?P<|\\[QEzAC]|\[\[:|\(\?[a-zA-Z-]+[:)]|\$\{|\$[A-Za-z_]|\[\[/.test(pattern) || pattern.length > 5000
  );
}
