import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Shape } from '../../../../platform/kit/declaration/fields.ts';

interface Place {
  readonly name: string;
  readonly port?: number;
  readonly tags?: readonly { readonly key: string; readonly value?: string }[];
}

const name = z.string();
const port = z.number().optional();
const tags = z.array(z.strictObject({ key: z.string(), value: z.string().optional() })).optional();
const tagWithoutKey = z.strictObject({ key: z.string().optional(), value: z.string().optional() });

/** Each line below a `@ts-expect-error` is a mistake; where it were none, `tsc` would fail. */
test('a schema that has not all fields of a declaration, or takes one for something else, does not compile', () => {
  const shapes = [
    { name, port, tags } satisfies Shape<Place>,
    // @ts-expect-error a field that nothing would check
    { name, port } satisfies Shape<Place>,
    // @ts-expect-error a field that the declaration does not have
    { name, port, tags, host: name } satisfies Shape<Place>,
    // @ts-expect-error a text where the declaration has a number
    { name, tags, port: name.optional() } satisfies Shape<Place>,
    // @ts-expect-error a field that the declaration wants, and the schema does not
    { name: name.optional(), port, tags } satisfies Shape<Place>,
    // @ts-expect-error the same in a nested one
    { name, port, tags: z.array(tagWithoutKey) } satisfies Shape<Place>,
  ];
  expect(shapes).toHaveLength(6);
});
