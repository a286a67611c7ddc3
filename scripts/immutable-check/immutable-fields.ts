import { VOLUME_SOURCES } from '../cluster-model/objects/volume-sources.ts';

/** Why fields of a kind stay as they were made, and how a change is carried out all the same. */
export interface Immutable {
  /** Paths of the fields, by dots. */
  readonly fields: readonly string[];
  /** What to do instead. */
  readonly instead: string;
  /** Whether they are so for an object that was as this one is; left out: always. */
  readonly when?: (before: unknown, after: unknown) => boolean;
}

const RECREATE =
  'Give the object another name, so that it is made beside the old one, or delete it by hand when this is merged';

const COPY = 'Make a second one and copy the data';

/** Whether the object said so itself, and cannot take it back. */
function saysImmutable(before: unknown): boolean {
  return fieldAt(before, 'immutable') === true;
}

/** The address of a Service is free to change only together with a type that has none. */
function keepsAddress(before: unknown, after: unknown): boolean {
  return [before, after].every((side) => fieldAt(side, 'spec.type') !== 'ExternalName');
}

const isLoadBalancer = (side: unknown) => fieldAt(side, 'spec.type') === 'LoadBalancer';

/**
 * What the API server refuses to change (`pkg/apis/<group>/validation` of Kubernetes 1.34, and the rules of the definitions that
 * we apply). Everything else of an object may change.
 */
export const IMMUTABLE: Readonly<Record<string, readonly Immutable[]>> = {
  CertificateRequest: [{ fields: ['spec'], instead: RECREATE }],
  CertificateSigningRequest: [{ fields: ['spec'], instead: RECREATE }],
  ClusterRoleBinding: [{ fields: ['roleRef'], instead: RECREATE }],
  ConfigMap: [{ fields: ['binaryData', 'data', 'immutable'], instead: RECREATE, when: saysImmutable }],
  ControllerRevision: [{ fields: ['data'], instead: RECREATE }],
  CSIDriver: [{ fields: ['spec.attachRequired', 'spec.volumeLifecycleModes'], instead: RECREATE }],
  CustomResourceDefinition: [
    {
      fields: ['spec.group', 'spec.names.kind', 'spec.names.plural', 'spec.scope'],
      instead:
        'Define a second kind beside it, and move the objects over: deleting the definition deletes all of them',
    },
  ],
  DaemonSet: [{ fields: ['spec.selector'], instead: RECREATE }],
  Deployment: [{ fields: ['spec.selector'], instead: RECREATE }],
  EndpointSlice: [{ fields: ['addressType'], instead: RECREATE }],
  GatewayClass: [{ fields: ['spec.controllerName'], instead: RECREATE }],
  IngressClass: [{ fields: ['spec.controller'], instead: RECREATE }],
  IPAddress: [{ fields: ['spec.parentRef'], instead: RECREATE }],
  Job: [
    {
      fields: [
        'spec.backoffLimitPerIndex',
        'spec.completionMode',
        'spec.managedBy',
        'spec.podFailurePolicy',
        'spec.selector',
        'spec.successPolicy',
        'spec.template',
      ],
      instead: RECREATE,
    },
    {
      fields: ['spec.completions'],
      instead: RECREATE,
      when: (before) => fieldAt(before, 'spec.completionMode') !== 'Indexed',
    },
  ],
  NodeClaim: [{ fields: ['spec'], instead: RECREATE }],
  NodePool: [
    {
      fields: ['spec.template.spec.nodeClassRef.group', 'spec.template.spec.nodeClassRef.kind'],
      instead: RECREATE,
    },
  ],
  PersistentVolume: [
    {
      fields: [...VOLUME_SOURCES, 'volumeMode'].sort().map((name) => `spec.${name}`),
      instead: COPY,
    },
    {
      fields: ['spec.nodeAffinity'],
      instead: COPY,
      when: (before) => fieldAt(before, 'spec.nodeAffinity') !== undefined,
    },
  ],
  PersistentVolumeClaim: [
    {
      fields: [
        'spec.accessModes',
        'spec.dataSource',
        'spec.dataSourceRef',
        'spec.selector',
        'spec.storageClassName',
        'spec.volumeMode',
      ],
      instead: 'Make a second claim and copy the data',
    },
    {
      fields: ['spec.volumeName'],
      instead: 'Make a second claim and copy the data',
      when: (before) => fieldAt(before, 'spec.volumeName') !== undefined,
    },
  ],
  PriorityClass: [{ fields: ['preemptionPolicy', 'value'], instead: RECREATE }],
  ReplicaSet: [{ fields: ['spec.selector'], instead: RECREATE }],
  ResourceClaim: [{ fields: ['spec'], instead: RECREATE }],
  ResourceClaimTemplate: [{ fields: ['spec'], instead: RECREATE }],
  ResourceQuota: [{ fields: ['spec.scopes'], instead: RECREATE }],
  RoleBinding: [{ fields: ['roleRef'], instead: RECREATE }],
  RuntimeClass: [{ fields: ['handler'], instead: RECREATE }],
  Secret: [
    { fields: ['type'], instead: RECREATE },
    { fields: ['data', 'immutable', 'stringData'], instead: RECREATE, when: saysImmutable },
  ],
  Service: [
    { fields: ['spec.clusterIP', 'spec.clusterIPs'], instead: RECREATE, when: keepsAddress },
    {
      fields: ['spec.loadBalancerClass'],
      instead: RECREATE,
      when: (before, after) => isLoadBalancer(before) && isLoadBalancer(after),
    },
  ],
  StatefulSet: [
    {
      fields: ['spec.podManagementPolicy', 'spec.selector', 'spec.serviceName', 'spec.volumeClaimTemplates'],
      instead:
        'Follow docs/operations.md#change-what-cannot-be-changed: the claims are changed one by one, and the StatefulSet is deleted without its pods',
    },
  ],
  StorageClass: [
    {
      fields: ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'],
      instead:
        'Follow docs/operations.md#change-what-cannot-be-changed: the class is deleted when this is merged, and volumes that exist keep what they were made with',
    },
  ],
  VolumeAttachment: [{ fields: ['spec'], instead: RECREATE }],
  VolumeAttributesClass: [{ fields: ['driverName', 'parameters'], instead: RECREATE }],
  VolumeSnapshot: [{ fields: ['spec.source'], instead: RECREATE }],
  VolumeSnapshotContent: [{ fields: ['spec.source'], instead: RECREATE }],
};

/** The value of a field, by its path with dots. */
export function fieldAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (found, step) => (typeof found === 'object' && found !== null ? Reflect.get(found, step) : undefined),
      value,
    );
}
