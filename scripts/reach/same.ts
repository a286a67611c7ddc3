/** Where an object was read decides nothing. */
const PLACE = 'found';

/** Whether two values say the same; of what is neither plain nor a list, a map or a set, nobody knows. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, at) => isSame(item, other[at]));
  }
  if (one instanceof Map && other instanceof Map) return isSame([...one], [...other]);
  if (one instanceof Set && other instanceof Set) return isSame([...one], [...other]);
  if (!isPlain(one) || !isPlain(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => key in other && (key === PLACE || isSame(one[key], other[key])))
  );
}

function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
