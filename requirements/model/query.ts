const STEP = /\["([^"]+)"\]|\[\*\]|\[(\d+)\]|\[([\w.-]+)=([^\]]+)\]|([^.[\]]+)/g;

/**
 * The value at a path of parsed YAML or JSON; undefined where there is none.
 *
 * `a.b`, `a["x.y/z"]` for a key with dots, `a[0]`, `a[name=api]` for the element of a list with that field, and `a[*].b`
 * for the list of all `b`.
 */
export function query(value: unknown, path: string): unknown {
  let found = value;
  let many = false;
  for (const [step, quoted, index, field, wanted, key] of path.matchAll(STEP)) {
    const name = quoted ?? key;
    const take = (from: unknown): unknown => {
      if (index !== undefined) return Array.isArray(from) ? from[Number(index)] : undefined;
      if (field !== undefined) {
        return Array.isArray(from)
          ? from.find((element) => String(member(element, field)) === wanted)
          : undefined;
      }
      return name === undefined ? undefined : member(from, name);
    };
    if (step === '[*]') {
      if (!Array.isArray(found)) return undefined;
      many = true;
    } else if (many && Array.isArray(found)) {
      found = found.map(take);
    } else {
      found = take(found);
    }
  }
  return found;
}

/** A field of an object's own, as from JSON. */
export function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
