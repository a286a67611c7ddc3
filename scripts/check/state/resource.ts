import { groupOf, isClusterWide } from '../../charts/inventory/cluster-wide.ts';
import type { Found } from '../../cluster-model/input/objects.ts';
import type { Labels } from '../../cluster-model/objects/fields.ts';
import { DEFAULT_NAMESPACE } from '../../cluster-model/objects/fields.ts';
import { type Fields, textAt, textsAt } from './read.ts';

/** What tells objects apart. */
export interface Identity {
  /** Empty for the core's. */
  readonly group: string;
  readonly kind: string;
  /** Empty for what stands in none. */
  readonly namespace: string;
  readonly name: string;
}

/** An object of a cluster, with what every object says; the rest is as it was written. */
export interface Resource extends Identity {
  readonly apiVersion: string;
  readonly version: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly value: Fields;
  readonly found: Found;
  /**
   * A chart makes it, and an inventory has only facts of it: what is not there may have been left out. Rules about a field that is
   * missing pass over it.
   */
  readonly isExtract: boolean;
}

/** @param scopes of the kinds that CRDs of the tree make, by `<group>/<kind>` */
export function resourceOf(found: Found, scopes: ReadonlyMap<string, string>): Resource {
  const { apiVersion, kind, value } = found;
  const group = groupOf(apiVersion);
  const namespace = textAt(value, 'metadata', 'namespace');
  return {
    apiVersion,
    group,
    version: apiVersion.slice(apiVersion.indexOf('/') + 1),
    kind,
    namespace: isInNamespace(apiVersion, kind, namespace, scopes) ? (namespace ?? DEFAULT_NAMESPACE) : '',
    name: textAt(value, 'metadata', 'name') ?? textAt(value, 'metadata', 'generateName') ?? '',
    labels: textsAt(value, 'metadata', 'labels'),
    annotations: textsAt(value, 'metadata', 'annotations'),
    value,
    found,
    isExtract: found.isExtract === true,
  };
}

/** Kinds of Kubernetes have no dot in their group, or end with this. */
const OF_KUBERNETES = /^[^.]*$|\.k8s\.io$/;

function isInNamespace(
  apiVersion: string,
  kind: string,
  namespace: string | undefined,
  scopes: ReadonlyMap<string, string>,
): boolean {
  const group = groupOf(apiVersion);
  const defined = scopes.get(`${group}/${kind}`);
  if (defined !== undefined) return defined !== 'Cluster';
  if (isClusterWide(apiVersion, kind)) return false;
  // A custom kind that nothing here defines is where it says that it is.
  return namespace !== undefined || OF_KUBERNETES.test(group) || !kind.startsWith('Cluster');
}

/** `apps/Deployment/shop/web`. */
export function keyOf({ group, kind, namespace, name }: Identity): string {
  return `${group}/${kind}/${namespace}/${name}`;
}

/** `Deployment shop/web`, as people name it. */
export function titleOf({ kind, namespace, name }: Identity): string {
  return `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
}
