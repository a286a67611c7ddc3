/** What every Kubernetes object has. */
export interface Manifest {
  readonly [field: string]: unknown;
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: unknown };
}

export function isManifest(json: unknown): json is Manifest {
  if (!isMapping(json)) return false;
  const { apiVersion, kind, metadata } = json;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isMapping(metadata)) return false;
  const { name, namespace } = metadata;
  if (namespace !== undefined && typeof namespace !== 'string') return false;
  return typeof name === 'string' && name !== '';
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

const MANAGED_BY = 'app.kubernetes.io/managed-by';
const MANAGER = 'cdk8s';

/** The label by which an object is known as one that this repository renders. */
export const OWN_LABEL = `${MANAGED_BY}: ${MANAGER}`;

export function hasOwnLabel({ metadata }: Manifest): boolean {
  return isMapping(metadata.labels) && metadata.labels[MANAGED_BY] === MANAGER;
}
