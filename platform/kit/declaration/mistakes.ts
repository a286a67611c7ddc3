import type { z } from 'zod';
import type { Path } from '../../../clusters/document.ts';
import { foundValue } from '../../../clusters/found-value.ts';
import { expectedByDefault, type Mistake, toMistakes, valueAt } from '../../../clusters/schema-mistakes.ts';
import { hasSecretForm, looksSecret, masked } from './secret-value.ts';

/** What is wrong with one field of a declaration. */
export interface FieldMistake {
  /** Such as `calls[1].name`; empty for the declaration as a whole. */
  readonly field: string;
  /** The field at the top that it belongs to. */
  readonly top: string;
  /** What was found, and what to write instead. */
  readonly message: string;
}

const NO_SECRET = 'no value of a secret, as this file is in Git: name its path under secrets';

/** Holds a value against its schema. Never throws, whatever the value is. */
export function mistakesIn(value: unknown, schema: z.ZodType): readonly FieldMistake[] {
  const result = schema.safeParse(value, { error: expectedByDefault });
  const mistakes = [
    ...(result.error?.issues ?? []).flatMap(toMistakes).map((mistake) => describe(value, mistake)),
    ...secretsIn(value, [], hasSecretForm, NO_SECRET),
  ];
  // The same mistake of a value in several places, such as the name of a secret in a template, is one mistake.
  return mistakes.filter(
    ({ top, field, message }, index) =>
      mistakes.findIndex(
        (other) => other.field === field || (other.top === top && other.message === message),
      ) === index,
  );
}

/** The fields that a declaration gives and no mistake is in; of what is not an object at all there are none. */
export function rightFields(declared: unknown, mistakes: readonly FieldMistake[]): Record<string, unknown> {
  const broken = new Set(mistakes.map(({ top }) => top));
  const given = broken.has('') || typeof declared !== 'object' || declared === null ? {} : declared;
  return Object.fromEntries(
    Object.entries(given).filter(([field, value]) => value !== undefined && !broken.has(field)),
  );
}

/**
 * The texts of a value that are secrets, wherever they stand in it: many a field takes any text.
 *
 * @param isSecret whether a text, at its place, is one
 * @param expected what to write instead
 */
export function secretsIn(
  value: unknown,
  path: Path,
  isSecret: (text: string, path: Path) => boolean,
  expected: string,
  seen: Set<unknown> = new Set(),
): readonly FieldMistake[] {
  if (typeof value === 'string') {
    return isSecret(value, path) ? [mistakeAt(path, masked(value), expected)] : [];
  }
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  return Object.entries(value).flatMap(([key, part]) =>
    secretsIn(part, [...path, Array.isArray(value) ? Number(key) : key], isSecret, expected, seen),
  );
}

/** A mistake that a rule between fields has found. */
export function mistakeAt(path: Path, found: string, expected: string): FieldMistake {
  return {
    field: fieldName(path),
    top: String(path[0] ?? ''),
    message: `found ${found}, expected ${expected}`,
  };
}

function describe(value: unknown, { path, expected, key }: Mistake): FieldMistake {
  const found = key === undefined ? shown(valueAt(value, path), path) : `the field ${shownKey(key)}`;
  return mistakeAt(path, found, expected);
}

/** A value that may be a secret is never printed: reports are kept, and read by more people than the code. */
export function shown(value: unknown, path: Path = []): string {
  if (typeof value !== 'string' || value === '') return foundValue(value);
  const [top] = path;
  if (top === 'secrets' || top === 'environment' || looksSecret(value)) return masked(value);
  return foundValue(value);
}

function shownKey(key: string): string {
  return looksSecret(key) ? masked(key) : foundValue(key).slice(1, -1);
}

function fieldName(path: Path): string {
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${shownKey(String(step))}`,
    )
    .join('');
}
