import { z } from 'zod';
import { nearestName } from '../../../clusters/nearest-name.ts';
import { expectedByDefault, toMistakes } from '../../../clusters/schema-mistakes.ts';

/**
 * The schemas of a declaration: one for every field and no others, each of which gives what the field holds. So the
 * compiler refuses a field that is forgotten in the schema, and one that it takes for something else.
 */
export type Shape<Declaration> = {
  readonly [Field in keyof Declaration]-?: z.ZodType<Checked<Pick<Declaration, Field>, Field>>;
};

/** What a schema gives of a field: what is left out is undefined, and the form of a text is checked at run time. */
type Checked<Declaration, Field extends keyof Declaration> =
  Declaration extends Required<Declaration>
    ? Given<Declaration[Field]>
    : Given<Declaration[Field]> | undefined;

type Given<Value> = Value extends string
  ? string
  : Value extends number | boolean | ((...given: never[]) => unknown)
    ? Value
    : Value extends readonly (infer Item)[]
      ? readonly Given<Item>[]
      : Value extends object
        ? { readonly [Field in keyof Value]: Checked<Pick<Value, Field>, Field> }
        : Value;

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
export function formOf<Value>(choose: (value: unknown) => z.ZodType) {
  return z.custom<Value>().superRefine((value, context) => {
    const result = choose(value).safeParse(value, { error: expectedByDefault });
    for (const { path, expected, key } of (result.error?.issues ?? []).flatMap(toMistakes)) {
      context.addIssue({ code: 'custom', path: [...path], message: expected, params: { key } });
    }
  });
}
