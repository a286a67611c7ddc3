import { isDeepStrictEqual } from 'node:util';
import type { NamespaceDeclaration } from '../kit/namespace.ts';
import type { Context } from './unit.ts';
import { unitsOn } from './units-on.ts';

/**
 * The namespaces that the units of a cluster ask for, sorted by name.
 *
 * @throws when two units ask for the same namespace in different forms
 */
export function namespacesOf({ cluster, units }: Context): readonly NamespaceDeclaration[] {
  const found = new Map<string, NamespaceDeclaration>();
  for (const unit of unitsOn(cluster.name, units)) {
    for (const namespace of unit.namespaces ?? []) {
      const other = found.get(namespace.name);
      if (other !== undefined && !isDeepStrictEqual(other, namespace)) {
        throw new Error(
          `The namespace ${namespace.name} on ${cluster.name} is declared in two forms, by ${other.owner} and by ${namespace.owner} (unit ${unit.name}). Declare it once, or the same way.`,
        );
      }
      found.set(namespace.name, namespace);
    }
  }
  return [...found.keys()].sort().flatMap((name) => found.get(name) ?? []);
}
