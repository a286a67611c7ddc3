import { at, type Path, places, text, textAt } from '../../../state/read.ts';
import type { Resource } from '../../../state/resource.ts';
import type { KeyReference, Reference } from '../reference.ts';

/** Where in a kind the name of another object stands. */
export interface Row {
  /** The names themselves, or the objects that hold them; `[]` for each item, `*` for each field. */
  readonly at: string;
  /** The kind of what is named, as `<group>/<kind>`; a function where the holder says it. */
  readonly to: string | ((holder: unknown, resource: Resource) => string | undefined);
  /** The field of the holder with the name; left out: `name`. */
  readonly name?: string;
  /** The field of the holder with the namespace; without it, or where it is not set: that of the object. */
  readonly namespace?: string | ((holder: unknown, resource: Resource) => string | undefined);
  /** Fields of the holder with a key that is read, such as `key` or `items[].key`. */
  readonly keys?: readonly string[];
  /** Whether the target may be missing, where it does not say so in a field `optional`. */
  readonly optional?: (holder: unknown) => boolean;
}

/** Rows by the kind in which they stand, as `<group>/<kind>`. */
export type RowsByKind = Readonly<Record<string, readonly Row[]>>;

export function* referencesBy(
  rows: readonly Row[],
  resource: Resource,
  value: unknown = resource.value,
  from: Path = [],
): Generator<Reference> {
  for (const row of rows) {
    for (const { path, value: holder } of places(value, row.at, from)) {
      const found = referenceAt(row, resource, path, holder);
      if (found !== undefined) yield found;
    }
  }
}

function referenceAt(row: Row, resource: Resource, path: Path, holder: unknown): Reference | undefined {
  const isName = typeof holder === 'string';
  const field = row.name ?? 'name';
  const name = isName ? holder : textAt(holder, ...field.split('.'));
  const type = typeof row.to === 'string' ? row.to : row.to(holder, resource);
  if (name === undefined || name === '' || type === undefined) return undefined;
  // Somebody puts a value in later.
  if (name.includes('{{') || name.includes('$(') || name.includes('${')) return undefined;
  const slash = type.indexOf('/');
  return {
    resource,
    path: isName ? path : [...path, ...field.split('.')],
    target: {
      group: type.slice(0, slash),
      kind: type.slice(slash + 1),
      namespace: CLUSTER_WIDE.has(type) ? '' : namespaceOf(row, holder, resource),
      name,
    },
    keys: isName ? [] : keysAt(row, holder, path),
    optional: at(holder, 'optional') === true || row.optional?.(holder) === true,
  };
}

function namespaceOf({ namespace }: Row, holder: unknown, resource: Resource): string {
  const stated =
    typeof namespace === 'function'
      ? namespace(holder, resource)
      : namespace === undefined
        ? undefined
        : textAt(holder, ...namespace.split('.'));
  return stated ?? resource.namespace;
}

function keysAt({ keys = [] }: Row, holder: unknown, from: Path): readonly KeyReference[] {
  return keys.flatMap((pattern) =>
    [...places(holder, pattern, from)].flatMap(({ path, value }): KeyReference[] => {
      const key = text(value);
      return key === undefined || key === '' ? [] : [{ path, key }];
    }),
  );
}

/** Kinds of targets that stand in no namespace. */
const CLUSTER_WIDE: ReadonlySet<string> = new Set([
  '/Namespace',
  '/PersistentVolume',
  'storage.k8s.io/StorageClass',
  'storage.k8s.io/VolumeAttributesClass',
  'snapshot.storage.k8s.io/VolumeSnapshotClass',
  'scheduling.k8s.io/PriorityClass',
  'node.k8s.io/RuntimeClass',
  'resource.k8s.io/DeviceClass',
  'networking.k8s.io/IngressClass',
  'gateway.networking.k8s.io/GatewayClass',
  'rbac.authorization.k8s.io/ClusterRole',
  'cert-manager.io/ClusterIssuer',
  'awspca.cert-manager.io/AWSPCAClusterIssuer',
  'external-secrets.io/ClusterSecretStore',
  'keda.sh/ClusterTriggerAuthentication',
  'karpenter.k8s.aws/EC2NodeClass',
  'karpenter.sh/NodePool',
  'eks.amazonaws.com/NodeClass',
  'elbv2.k8s.aws/IngressClassParams',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/MutatingAdmissionPolicy',
]);
