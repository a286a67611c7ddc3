import type { Json } from '../platform/kit/manifest.ts';
import { query as at } from '../requirements/model/query.ts';

export type { Json };

/** The value at a path of a rendered object; rows of requirements are read in the same way. */
export { at };

/** The list at a path; a list that is missing is a mistake of the test or of what it tests. */
export function listAt(value: unknown, path: string): readonly unknown[] {
  const found = at(value, path);
  if (Array.isArray(found)) return found;
  throw new Error(`There is no list at ${path}.`);
}

/** The text at a path. */
export function textAt(value: unknown, path: string): string {
  const found = at(value, path);
  if (typeof found === 'string') return found;
  throw new Error(`There is no text at ${path}.`);
}

/** Every object of a kind. */
export function every(objects: readonly Json[], kind: string): readonly Json[] {
  return objects.filter((object) => object.kind === kind);
}

/** The one object of a kind, or of a kind and name. None is an error, and so are two. */
export function one(objects: readonly Json[], kind: string, name?: string): Json {
  const found = every(objects, kind).filter(
    (object) => name === undefined || at(object, 'metadata.name') === name,
  );
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const names = objects.map((object) => `${object.kind} ${at(object, 'metadata.name')}`).join(', ');
  throw new Error(`${found.length} objects are a ${kind} ${name ?? ''}; there are ${names}.`);
}

/** Whether every label of the selector is among the labels. */
export function selects(selector: unknown, labels: unknown): boolean {
  if (typeof selector !== 'object' || selector === null) return false;
  return Object.entries(selector).every(([key, value]) => at(labels, `["${key}"]`) === value);
}
