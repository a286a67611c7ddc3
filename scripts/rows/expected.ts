import { isDeepStrictEqual } from 'node:util';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A question about a value, with the words for the document. */
export interface Matcher {
  readonly says: string;
  readonly holds: (value: unknown) => boolean;
}

/** The value itself, or a question about it. */
export type Expected = Json | Matcher;

/** A text with this part, or a list with this element. */
export function contains(part: Json): Matcher {
  return {
    says: `has ${code(part)}`,
    holds: (value) =>
      Array.isArray(value)
        ? value.some((element) => isDeepStrictEqual(element, part))
        : typeof value === 'string' && typeof part === 'string' && value.includes(part),
  };
}

/** An object with at least these fields. */
export function including(fields: Readonly<Record<string, Json>>): Matcher {
  return {
    says: `has ${code(fields)}`,
    holds: (value) =>
      typeof value === 'object' &&
      value !== null &&
      Object.entries(fields).every(([key, field]) =>
        isDeepStrictEqual(Object.getOwnPropertyDescriptor(value, key)?.value, field),
      ),
  };
}

export function matching(pattern: RegExp): Matcher {
  return {
    says: `matches ${code(pattern.source)}`,
    holds: (value) => typeof value === 'string' && pattern.test(value),
  };
}

/** Anything but nothing. */
export const present: Matcher = { says: 'is there', holds: (value) => value !== undefined };

/** The field is left out. */
export const absent: Matcher = { says: 'is not there', holds: (value) => value === undefined };

export function isMatcher(expected: Expected): expected is Matcher {
  return (
    typeof expected === 'object' &&
    expected !== null &&
    'holds' in expected &&
    typeof expected.holds === 'function'
  );
}

export function meets(value: unknown, expected: Expected): boolean {
  return isMatcher(expected) ? expected.holds(value) : isDeepStrictEqual(value, expected);
}

export function says(expected: Expected): string {
  return isMatcher(expected) ? expected.says : `= ${code(expected)}`;
}

const LONGEST = 120;

/** A value as inline code of Markdown, shortened. */
export function code(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  const line = text.replaceAll('\n', ' ').trim();
  const short = line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
  const fence = short.includes('`') ? '``' : '`';
  return `${fence}${short || '""'}${fence}`;
}
