/** What every Kubernetes object has. */
export interface Manifest {
  readonly [field: string]: unknown;
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

export function isManifest(json: unknown): json is Manifest {
  if (typeof json !== 'object' || json === null) return false;
  if (!('apiVersion' in json && 'kind' in json && 'metadata' in json)) return false;
  const { apiVersion, kind, metadata } = json;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return false;
  if (typeof metadata !== 'object' || metadata === null || !('name' in metadata)) return false;
  if ('namespace' in metadata && metadata.namespace !== undefined && typeof metadata.namespace !== 'string')
    return false;
  return typeof metadata.name === 'string' && metadata.name !== '';
}

const MANAGED_BY = 'app.kubernetes.io/managed-by';
const MANAGER = 'cdk8s';

/** The label by which an object is known as one that this repository renders. */
export const OWN_LABEL = `${MANAGED_BY}: ${MANAGER}`;

export function hasOwnLabel({ metadata }: Manifest): boolean {
  const labels = 'labels' in metadata ? metadata.labels : undefined;
  return (
    typeof labels === 'object' && labels !== null && MANAGED_BY in labels && labels[MANAGED_BY] === MANAGER
  );
}
