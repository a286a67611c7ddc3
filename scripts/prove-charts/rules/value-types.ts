import type { Rule } from '../rule.ts';

/**
 * The rule, with what differs.
 *
 * @param differing charts whose types in `imports/charts/` are not what the charts on this machine give
 */
export function valueTypesWith(differing: ReadonlySet<string>): Rule {
  return {
    name: 'value-types',
    proves: 'the types of values in imports/charts/ are those of the charts',
    judges: ({ releases }) =>
      releases
        .filter(({ chart }) => differing.has(chart))
        .map(({ unit, chart }) => ({
          unit,
          object: `imports/charts/${chart}.d.ts`,
          problem:
            'It is not what the chart gives: a value that the chart does not have passes as one, or the other way round.',
          instead: 'Run npx fleet import --charts, and commit what it writes.',
        })),
  };
}
