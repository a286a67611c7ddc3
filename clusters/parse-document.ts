import type { z } from 'zod';
import type { Problem } from './contract-error.ts';
import type { Path, SourceDocument } from './document.ts';
import { foundValue } from './found-value.ts';
import { nearestName } from './nearest-name.ts';
import { expectedByDefault, type Mistake, toMistakes, valueAt } from './schema-mistakes.ts';

/** A file of the contract held against its schema. */
export interface Parsed<Whole, Parts> {
  /** Undefined where the file has a mistake. */
  readonly whole: Whole | undefined;
  /** What is right in the file, so that the rules between values report in the same run as the mistakes do. */
  readonly parts: Parts;
  readonly problems: readonly Problem[];
}

/**
 * Holds a file against its schema. Never throws for what is in the file: see `problems`.
 *
 * @param schema of the whole file
 * @param partsSchema the same with every key at the top optional
 */
export function parseDocument<Whole, Parts>(
  document: SourceDocument,
  schema: z.ZodType<Whole>,
  partsSchema: z.ZodType<Parts>,
): Parsed<Whole, Parts> {
  if (document.problems.length > 0) {
    return { whole: undefined, parts: partsSchema.parse({}), problems: document.problems };
  }
  const result = schema.safeParse(document.value, { error: expectedByDefault });
  if (result.success) {
    return { whole: result.data, parts: partsSchema.parse(document.value), problems: [] };
  }
  const mistakes = result.error.issues.flatMap(toMistakes);
  const secrets = new Set(mistakes.filter(({ path }) => path[1] === 'sensitive').map(({ path }) => path[0]));
  const shown = mistakes.filter(({ path }) => !secrets.has(path[0]) || path[1] === 'sensitive');
  return {
    whole: undefined,
    parts: partsSchema.parse(without(document.value, new Set(mistakes.map(({ path }) => path[0])))),
    problems: shown.map((mistake) => toProblem(document, mistake)),
  };
}

function toProblem(document: SourceDocument, { path, expected, key }: Mistake): Problem {
  if (key !== undefined) return document.problem(path, `found the key ${key}, expected ${expected}`);
  const found = valueAt(document.value, path);
  const misspelt = found === undefined ? misspeltKey(document.value, path) : undefined;
  const hint = misspelt === undefined ? '' : ` (did you mean ${misspelt}?)`;
  return document.problem(path, `found ${foundValue(found)}, expected ${expected}${hint}`);
}

/** For a key that is missing at the top: the key there whose name is close to it. */
function misspeltKey(value: unknown, path: Path): string | undefined {
  if (path.length !== 1 || typeof value !== 'object' || value === null) return undefined;
  return nearestName(String(path[0]), Object.keys(value));
}

function without(value: unknown, keys: ReadonlySet<PropertyKey | undefined>): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.has(key)));
}
