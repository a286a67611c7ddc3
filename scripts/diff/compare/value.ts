import { isMapping } from '../../charts/inventory/shape.ts';
import type { Mapping } from '../change.ts';

/** A value below another one, by the names on the way; undefined where there is none. */
export function at(value: unknown, path: string): unknown {
  let found = value;
  for (const step of path.split('.')) {
    if (!isMapping(found)) return undefined;
    found = found[step];
  }
  return found;
}

export function mappingAt(value: unknown, path: string): Mapping {
  const found = at(value, path);
  return isMapping(found) ? found : {};
}

export function listAt(value: unknown, path: string): readonly unknown[] {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
}

export function textAt(value: unknown, path: string): string | undefined {
  const found = at(value, path);
  return typeof found === 'string' ? found : undefined;
}

export function numberAt(value: unknown, path: string): number | undefined {
  const found = at(value, path);
  return typeof found === 'number' ? found : undefined;
}

/** Labels, annotations and the like: what is text of a mapping. */
export function textsAt(value: unknown, path: string): Readonly<Record<string, string>> {
  const entries = Object.entries(mappingAt(value, path));
  return Object.fromEntries(
    entries.flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : [])),
  );
}

/** An annotation; its key may hold dots. */
export function annotationOf(value: unknown, key: string): string | undefined {
  return textsAt(value, 'metadata.annotations')[key];
}

/** One text for each value, whatever the order of the fields in it. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (!isMapping(value)) return JSON.stringify(value) ?? 'null';
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalText(value[key])}`);
  return `{${fields.join(',')}}`;
}

/** Whether a value says nothing: the API server keeps none of these. */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

export { isMapping };
