import type { z } from 'zod';
import type { Path } from './document.ts';

/** One place where a value is not what its schema wants. */
export interface Mistake {
  readonly path: Path;
  readonly expected: string;
  /** Where what is wrong is the key, not the value. */
  readonly key?: string;
}

/** The mistakes behind one issue of zod: one for each key of a map that has several unknown ones. */
export function toMistakes(issue: z.core.$ZodIssue): Mistake[] {
  if (issue.code === 'unrecognized_keys') {
    const expected = issue.message.split('\n');
    return issue.keys.map((key, index) => ({
      path: [...issue.path, key],
      expected: expected[index] ?? issue.message,
      key,
    }));
  }
  if (issue.code === 'invalid_key') {
    const expected = issue.issues[0]?.message ?? issue.message;
    return [{ path: issue.path, expected, key: String(issue.path.at(-1)) }];
  }
  const key: unknown = issue.code === 'custom' ? issue.params?.key : undefined;
  return [{ path: issue.path, expected: issue.message, ...(typeof key === 'string' && { key }) }];
}

/** The words for schemas that have no message of their own: choices, lists, maps. */
export function expectedByDefault(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_value') {
    return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(', ')}`;
  }
  if (issue.code !== 'invalid_type') return undefined;
  if (issue.expected === 'array') return 'a list';
  if (issue.expected === 'record' || issue.expected === 'object') return 'a map';
  return `a ${issue.expected}`;
}

/** What is at a path; undefined if nothing is. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (part, step) =>
      typeof part === 'object' && part !== null && Object.hasOwn(part, step)
        ? Reflect.get(part, step)
        : undefined,
    value,
  );
}
