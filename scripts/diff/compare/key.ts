import { groupOf } from '../../charts/inventory/cluster-wide.ts';
import type { Item } from '../change.ts';

/** Groups that kinds have left; the API server keeps one object under both. */
const MOVED_GROUPS: Readonly<Record<string, string>> = {
  'extensions/Deployment': 'apps',
  'extensions/DaemonSet': 'apps',
  'extensions/ReplicaSet': 'apps',
  'extensions/Ingress': 'networking.k8s.io',
  'extensions/NetworkPolicy': 'networking.k8s.io',
};

/** `<group>/<kind>`, whatever the version. */
export function typeOf({ apiVersion, kind }: Pick<Item, 'apiVersion' | 'kind'>): string {
  const group = groupOf(apiVersion);
  return `${MOVED_GROUPS[`${group}/${kind}`] ?? group}/${kind}`;
}

/** What makes two objects one and the same. */
export function keyOf(
  item: Pick<Item, 'cluster' | 'source' | 'apiVersion' | 'kind' | 'namespace' | 'name' | 'unit'>,
): string {
  // What a chart makes is told apart from a manifest of ours of the same name.
  const from = item.source === 'object' ? '' : `${item.source} ${item.unit}`;
  return [item.cluster, typeOf(item), item.namespace ?? '', item.name, from].join('\0');
}

/** `Deployment shop/web`. */
export function titleOf({ kind, namespace, name }: Pick<Item, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
