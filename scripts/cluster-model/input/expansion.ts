/** More values than this are in no object that etcd takes: it has 1.5 MB. */
const MOST = 1_000_000;

/** A text with an alias; one in a string or a comment counts too, and only costs time. */
const ALIAS = /(?:^|[\s[{,:-])\*[^\s*]/;

/** Whether aliases may make more of a text than stands there. */
export function hasAliases(text: string): boolean {
  return ALIAS.test(text);
}

/**
 * What is wrong with a value that aliases have made: that it contains itself, or that written out it has no end that anybody
 * waits for. Each node is visited once, however often it is named.
 */
export function expansionOf(value: unknown): string | undefined {
  const sizes = new Map<object, number>();
  const OPEN = -1;
  const sizeOf = (node: unknown): number => {
    if (typeof node !== 'object' || node === null) return 1;
    const known = sizes.get(node);
    if (known === OPEN) return Number.NaN;
    if (known !== undefined) return known;
    sizes.set(node, OPEN);
    let size = 1;
    for (const item of Object.values(node)) size += sizeOf(item);
    sizes.set(node, size);
    return size;
  };
  const size = sizeOf(value);
  if (Number.isNaN(size)) return 'it contains itself, by an anchor and its alias';
  return size > MOST ? 'its aliases make more than a million values of it' : undefined;
}
