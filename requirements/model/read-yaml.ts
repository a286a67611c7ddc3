import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { foundValue } from '../../clusters/found-value.ts';
import { expectedByDefault, toMistakes, valueAt } from '../../clusters/schema-mistakes.ts';

/** What a file says, or why it cannot be taken: each problem with file and line. */
export type Read<Value> =
  | { readonly value: Value; readonly problems: readonly [] }
  | { readonly value?: undefined; readonly problems: readonly [string, ...string[]] };

/**
 * Holds a text of YAML against its schema.
 *
 * @param file how reports name it
 */
export function readYaml<Value>(file: string, text: string, schema: z.ZodType<Value>): Read<Value> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    return { problems: [`${file}:${lines.linePos(error.pos[0]).line}: ${error.message}.`] };
  }
  const value: unknown = document.toJS() ?? undefined;
  const result = schema.safeParse(value, { error: expectedByDefault });
  if (result.success) return { value: result.data, problems: [] };

  /** The line of a value; of what is missing, the line of what it is missing from. */
  const lineOf = (path: readonly PropertyKey[]): number => {
    const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
    const start = Object(node).range?.[0];
    if (typeof start === 'number') return lines.linePos(start).line;
    return path.length === 0 ? 1 : lineOf(path.slice(0, -1));
  };
  const [first, ...others] = result.error.issues.flatMap(toMistakes).map(({ path, expected, key }) => {
    const place = path.length === 0 ? '' : `${path.map(String).join('.')}: `;
    const found = key === undefined ? foundValue(valueAt(value, path)) : `the key ${key}`;
    return `${file}:${lineOf(path)}: ${place}found ${found}, expected ${expected}.`;
  });
  return { problems: [first ?? `${file}: found something else than its schema wants.`, ...others] };
}

/** A map with these keys and no others; an unknown key is reported together with the known ones. */
export function strictMap<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = `one of ${Object.keys(shape).join(', ')}`;
  return z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? known : undefined) });
}
