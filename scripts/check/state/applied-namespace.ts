import type { Tree } from '../../cluster-model/cluster.ts';
import type { Found } from '../../cluster-model/input/objects.ts';
import { DEFAULT_NAMESPACE } from '../../cluster-model/objects/fields.ts';
import { fields, textAt } from './read.ts';
import { isInNamespace } from './resource.ts';

/**
 * A tree whose objects all say their namespace. Those that leave it open go where the tree is applied: that is the namespace that
 * the others name, where they name one alone, and `default` otherwise.
 */
export function withNamespaces(tree: Tree, scopes: ReadonlyMap<string, string>): Tree {
  const open = new Set(tree.objects.filter((found) => isOpen(found, scopes)));
  if (open.size === 0 || open.size === tree.objects.length) return tree;
  const named = new Set(tree.objects.flatMap((found) => namespaceOf(found) ?? []));
  const [only = DEFAULT_NAMESPACE] = named;
  if (named.size !== 1 || only === DEFAULT_NAMESPACE) return tree;
  return { ...tree, objects: tree.objects.map((found) => (open.has(found) ? placed(found, only) : found)) };
}

function isOpen(found: Found, scopes: ReadonlyMap<string, string>): boolean {
  return namespaceOf(found) === undefined && isInNamespace(found.apiVersion, found.kind, undefined, scopes);
}

function namespaceOf({ value }: Found): string | undefined {
  return textAt(value, 'metadata', 'namespace');
}

function placed(found: Found, namespace: string): Found {
  const metadata = { ...fields(found.value.metadata), namespace };
  return { ...found, value: { ...found.value, metadata } };
}
