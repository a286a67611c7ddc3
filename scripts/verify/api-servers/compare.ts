/** A value that was applied and that the server keeps in another form. */
export interface Kept {
  /** Such as `spec.containers[].resources.limits.cpu`. */
  readonly path: string;
  readonly applied: unknown;
  readonly kept: unknown;
}

/**
 * Where the server keeps something else than what was applied, such as `1` for `1000m`: there Argo CD and `kubectl diff`
 * have to know that both are the same. What the server adds by itself is no difference.
 */
export function keptOtherwise(applied: unknown, kept: unknown, path = ''): readonly Kept[] {
  if (Array.isArray(applied)) {
    if (!Array.isArray(kept) || kept.length < applied.length) return [{ path, applied, kept }];
    return applied.flatMap((item, index) => keptOtherwise(item, kept[index], `${path}[]`));
  }
  if (typeof applied === 'object' && applied !== null) {
    if (typeof kept !== 'object' || kept === null) return [{ path, applied, kept }];
    const found = new Map(Object.entries(kept));
    return Object.entries(applied).flatMap(([field, value]) =>
      keptOtherwise(value, found.get(field), path === '' ? field : `${path}.${field}`),
    );
  }
  return applied === kept ? [] : [{ path, applied, kept }];
}
