import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../../platform/unit/unit.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A question about a value, with the words for the document. */
export interface Matcher {
  readonly says: string;
  readonly holds: (value: unknown) => boolean;
}

/** What follows from the contract and the declarations of a cluster, with the words for the document. */
export interface Computed {
  readonly says: string;
  readonly of: (context: Context) => Json | Matcher;
}

/** The value itself, a question about it, or what it follows from. */
export type Expected = Json | Matcher | Computed;

/** A text with this part, or a list with this element. Other elements do not concern the row. */
export function contains(part: Json): Matcher {
  return {
    says: `has ${code(part)}`,
    holds: (value) =>
      Array.isArray(value)
        ? value.some((element) => isDeepStrictEqual(element, part))
        : typeof value === 'string' && typeof part === 'string' && value.includes(part),
  };
}

/** A list with all of these elements. What else it has does not concern the row. */
export function containsAll(...elements: readonly Json[]): Matcher {
  return {
    says: `has ${elements.map(code).join(', ')}`,
    holds: (value) =>
      Array.isArray(value) &&
      elements.every((element) => value.some((one) => isDeepStrictEqual(one, element))),
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

/** A list of exactly these elements, whatever their order: nothing is missing, and nothing else is there. */
export function exactly(elements: readonly Json[]): Matcher {
  return {
    says: `is ${code(elements)}, and nothing else`,
    holds: (value) =>
      Array.isArray(value) &&
      value.length === elements.length &&
      elements.every((element) => value.some((one) => isDeepStrictEqual(one, element))),
  };
}

/** A list of at least one element, each of which meets what is expected. */
export function every(expected: Json | Matcher): Matcher {
  return {
    says: `each ${says(expected)}`,
    holds: (value) =>
      Array.isArray(value) && value.length > 0 && value.every((element) => meets(element, expected)),
  };
}

/** A number, or a text that is one, that is not smaller. A requirement that sets a bound says so. */
export function atLeast(bound: number): Matcher {
  return { says: `is at least ${bound}`, holds: (value) => numberOf(value) >= bound };
}

/** A number, or a text that is one, from 0 up, that is not larger. */
export function atMost(bound: number): Matcher {
  return {
    says: `is at most ${bound}`,
    holds: (value) => numberOf(value) >= 0 && numberOf(value) <= bound,
  };
}

function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
}

/** Anything but nothing. */
export const present: Matcher = { says: 'is there', holds: (value) => value !== undefined };

/** The field is left out. */
export const absent: Matcher = { says: 'is not there', holds: (value) => value === undefined };

/**
 * A value that may change from day to day, taken from the contract and the declarations of the cluster.
 *
 * @param words such as `scale.max × replicaFactor`
 */
export function computed(words: string, of: Computed['of']): Computed {
  return { says: `= ${words}`, of };
}

export function isMatcher(expected: Expected): expected is Matcher {
  return hasFunction(expected, 'holds');
}

export function isComputed(expected: Expected): expected is Computed {
  return hasFunction(expected, 'of');
}

function hasFunction(expected: Expected, name: string): boolean {
  return (
    typeof expected === 'object' &&
    expected !== null &&
    typeof Object.getOwnPropertyDescriptor(expected, name)?.value === 'function'
  );
}

export function meets(value: unknown, expected: Json | Matcher): boolean {
  return isMatcher(expected) ? expected.holds(value) : isDeepStrictEqual(value, expected);
}

export function says(expected: Expected): string {
  return isMatcher(expected) || isComputed(expected) ? expected.says : `= ${code(expected)}`;
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
