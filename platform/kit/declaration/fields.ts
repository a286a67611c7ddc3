import { z } from 'zod';
import { nearestName } from '../../../clusters/nearest-name.ts';
import { expectedByDefault, toMistakes } from '../../../clusters/schema-mistakes.ts';

/**
 * An object with these fields and no others: an unknown one would do nothing without a word.
 *
 * @param expected what to write where there is nothing or something else, such as `{ path: '/health' }`
 */
export function fields<Shape extends z.core.$ZodShape>(shape: Shape, expected: string) {
  const known = Object.keys(shape).sort();
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => nearest(key, known)).join('\n') : expected,
  });
}

function nearest(unknown: string, known: readonly string[]): string {
  const found = nearestName(unknown, known);
  return found === undefined
    ? `one of ${known.join(', ')}`
    : `${found} (that does something; ${unknown} does nothing)`;
}

/**
 * One of several forms, chosen by what the value looks like: a union would report what is wrong with each of them.
 *
 * @param choose the form that is meant
 */
export function formOf(choose: (value: unknown) => z.ZodType) {
  return z.unknown().superRefine((value, context) => {
    const result = choose(value).safeParse(value, { error: expectedByDefault });
    for (const { path, expected, key } of (result.error?.issues ?? []).flatMap(toMistakes)) {
      context.addIssue({ code: 'custom', path: [...path], message: expected, params: { key } });
    }
  });
}
