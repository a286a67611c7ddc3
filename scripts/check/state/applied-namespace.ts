import type { Tree } from '../../cluster-model/cluster.ts';
import type { Found } from '../../cluster-model/input/objects.ts';
import { DEFAULT_NAMESPACE } from '../../cluster-model/objects/fields.ts';
import { fields, listAt, textAt } from './read.ts';
import { isInNamespace } from './resource.ts';

/**
 * A tree whose objects all say their namespace. Those that leave it open go where the tree is applied (`kubectl apply -n`, the
 * release of a chart, the destination of an Application), which the rest of the tree tells; where it does not, to `default`.
 */
export function withNamespaces(tree: Tree, scopes: ReadonlyMap<string, string>): Tree {
  const open = new Set(tree.objects.filter((found) => isOpen(found, scopes)));
  if (open.size === 0) return tree;
  const only = appliedIn(tree, open);
  if (only === undefined || only === DEFAULT_NAMESPACE) return tree;
  return { ...tree, objects: tree.objects.map((found) => (open.has(found) ? placed(found, only) : found)) };
}

/** The first of these that is one alone: where the others are, where accounts are looked for, which namespace is made. */
function appliedIn({ objects }: Tree, open: ReadonlySet<Found>): string | undefined {
  const accounts = new Set(
    [...open].flatMap(({ kind, value }) =>
      kind === 'ServiceAccount' ? (textAt(value, 'metadata', 'name') ?? []) : [],
    ),
  );
  const told = [
    objects.flatMap((found) => namespaceOf(found) ?? []).filter((name) => !OF_KUBERNETES.test(name)),
    objects.flatMap(({ value }) =>
      listAt(value, 'subjects').flatMap((subject) =>
        accounts.has(textAt(subject, 'name') ?? '') ? (textAt(subject, 'namespace') ?? []) : [],
      ),
    ),
    objects.flatMap(({ kind, value }) =>
      kind === 'Namespace' ? (textAt(value, 'metadata', 'name') ?? []) : [],
    ),
  ].map((names) => new Set(names));
  const [written, looked, made] = told;
  const [only] = [written, looked, made].find((names) => names?.size === 1) ?? [];
  // That one namespace is made says nothing where objects are in several.
  return (written?.size ?? 0) > 1 && looked?.size !== 1 ? undefined : only;
}

/** Charts put a binding or a Service there, beside where they are installed. */
const OF_KUBERNETES = /^kube-(?:system|public|node-lease)$/;

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
