import { OF_EMBEDDED } from './embedded-specs.ts';
import { OF_KUBERNETES } from './kubernetes.ts';
import { OF_OPERATORS } from './operators.ts';

/**
 * What holds where a field is left out: the one place for it, for whatever reads manifests. A kind is `<group>/<kind>`, and a field
 * its path with `[]` for each item of a list.
 */
const OF_KINDS = { ...OF_KUBERNETES, ...OF_OPERATORS };
type Kinds = typeof OF_KINDS;

/** The value of a field that is left out. A kind or a field without a default does not compile. */
export function byDefault<Kind extends keyof Kinds, Field extends keyof Kinds[Kind]>(
  kind: Kind,
  field: Field,
): Kinds[Kind][Field] {
  return OF_KINDS[kind][field];
}

/** The same for a kind and a field that were read; undefined where it has no default, or none that is always the same. */
export function defaultOfKind(kind: string, field: string): unknown {
  const tables: Readonly<Record<string, Readonly<Record<string, unknown>>>> = OF_KINDS;
  return tables[kind]?.[field] ?? OF_EMBEDDED[kind]?.[field];
}
