const STEP = /\["([^"]+)"\]|\[\*\]|\[(\d+)\]|\[([\w.-]+)=([^\]]+)\]|([^.[\]]+)/g;

/** One step of a path: into a field, to an element, to the element that has a field, or to every element. */
export type PathStep =
  | { readonly key: string }
  | { readonly index: number }
  | { readonly field: string; readonly wanted: string }
  | 'every';

/**
 * The steps of a path: `a.b`, `a["x.y/z"]` for a key with dots, `a[0]`, `a[name=api]` for the element of a list with that
 * field, and `a[*].b` for all `b`.
 */
export function stepsOf(path: string): readonly PathStep[] {
  return [...path.matchAll(STEP)].map(([step, quoted, index, field, wanted = '', key = '']) => {
    if (step === '[*]') return 'every';
    if (index !== undefined) return { index: Number(index) };
    return field === undefined ? { key: quoted ?? key } : { field, wanted };
  });
}

/** Where a step leads to in a list or an object: a key or an index; undefined where there is nothing. */
export function placeOf(value: unknown, step: Exclude<PathStep, 'every'>): string | number | undefined {
  if ('key' in step) return member(value, step.key) === undefined ? undefined : step.key;
  if (!Array.isArray(value)) return undefined;
  if ('index' in step) return value[step.index] === undefined ? undefined : step.index;
  const found = value.findIndex((element) => String(member(element, step.field)) === step.wanted);
  return found === -1 ? undefined : found;
}

/** The value at a path of parsed YAML or JSON, see {@link stepsOf}; undefined where there is none. */
export function query(value: unknown, path: string): unknown {
  let found = value;
  let many = false;
  for (const step of stepsOf(path)) {
    if (step === 'every') {
      if (!Array.isArray(found)) return undefined;
      many = true;
      continue;
    }
    const take = (from: unknown): unknown => {
      const place = placeOf(from, step);
      return place === undefined ? undefined : member(from, String(place));
    };
    found = many && Array.isArray(found) ? found.map(take) : take(found);
  }
  return found;
}

/** A field of an object's own, as from JSON. */
export function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
