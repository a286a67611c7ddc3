/** Values of a Helm chart, or a part of them. */
export type Value = unknown;

/** The fields and positions that lead to a value. */
export type Path = readonly (string | number)[];

/** A value in which there is no other one: a scalar, or an empty mapping or list. */
export interface Leaf {
  readonly path: Path;
  readonly value: Value;
}

/** Every leaf, in the order of the values. */
export function leavesOf(values: Value, path: Path = []): readonly Leaf[] {
  if (typeof values !== 'object' || values === null) return [{ path, value: values }];
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(values)
    ? values.map((item, index) => [index, item] as const)
    : Object.entries(values);
  if (entries.length === 0) return path.length === 0 ? [] : [{ path, value: values }];
  return entries.flatMap(([field, value]) => leavesOf(value, [...path, field]));
}

/** The values with another one in a place, or with none there. */
export function changed(
  values: Value,
  [field, ...deeper]: Path,
  to: { readonly value: Value } | 'left out',
): Value {
  if (typeof values !== 'object' || values === null || field === undefined) return values;
  const put = (inner: Value) =>
    deeper.length > 0 ? changed(inner, deeper, to) : to === 'left out' ? inner : to.value;
  const goes = deeper.length === 0 && to === 'left out';
  if (Array.isArray(values)) {
    return goes
      ? values.filter((_, index) => index !== field)
      : values.map((item: Value, index) => (index === field ? put(item) : item));
  }
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => !(goes && name === field))
      .map(([name, item]) => [name, name === field ? put(item) : item]),
  );
}

/** A path as one would write it: `server.args[0]`, and names with dots in brackets. */
export function written(path: Path): string {
  return path
    .map((field) =>
      typeof field === 'number'
        ? `[${field}]`
        : /^[\w/-]+$/.test(field)
          ? `.${field}`
          : `[${JSON.stringify(field)}]`,
    )
    .join('')
    .replace(/^\./, '');
}
