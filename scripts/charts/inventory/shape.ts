/**
 * What of a value is kept. `WHOLE` keeps all of it, and a mapping those of its fields that it names; a list is kept item
 * by item. `KEYS` keeps the names of a mapping and none of its values; a function decides by itself.
 */
export type Shape = typeof WHOLE | typeof KEYS | Fields | ((value: unknown) => unknown);

/** Field by field. */
export interface Fields {
  readonly [field: string]: Shape;
}

export const WHOLE = 'whole';
export const KEYS = 'keys';

/** What a shape keeps of a value; undefined where that is nothing. */
export function kept(value: unknown, shape: Shape): unknown {
  if (shape === WHOLE) return value === null ? undefined : sorted(value);
  if (typeof shape === 'function') return shape(value);
  if (Array.isArray(value)) {
    if (shape === KEYS) return undefined;
    // An item of which nothing is kept still counts: a container without ports is one.
    return value.map((item) => kept(item, shape) ?? {});
  }
  if (!isMapping(value)) return undefined;
  if (shape === KEYS) return Object.keys(value).sort();
  // In our order, not in the chart's, whose next version may have another one.
  const fields = Object.entries(shape).flatMap(([field, how]): [string, unknown][] => {
    const left = kept(value[field], how);
    return left === undefined ? [] : [[field, left]];
  });
  // An empty mapping can be a fact: a selector of everything, an `emptyDir`.
  return fields.length === 0 && Object.keys(value).length > 0 ? undefined : Object.fromEntries(fields);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMapping(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])]));
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
