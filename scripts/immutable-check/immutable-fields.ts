/** Why fields of a kind stay as they were made, and how a change is carried out all the same. */
export interface Immutable {
  /** Paths of the fields, by dots. */
  readonly fields: readonly string[];
  /** What to do instead. */
  readonly instead: string;
}

const RECREATE =
  'Give the object another name, so that it is made beside the old one, or delete it by hand when this is merged';

/**
 * What the API server refuses to change, for the kinds of ours that have such fields
 * (`pkg/apis/<group>/validation` of Kubernetes 1.34). Everything else of an object may change.
 */
export const IMMUTABLE: Readonly<Record<string, Immutable>> = {
  ClusterRoleBinding: { fields: ['roleRef'], instead: RECREATE },
  DaemonSet: { fields: ['spec.selector'], instead: RECREATE },
  Deployment: { fields: ['spec.selector'], instead: RECREATE },
  IngressClass: { fields: ['spec.controller'], instead: RECREATE },
  Job: { fields: ['spec.completionMode', 'spec.selector', 'spec.template'], instead: RECREATE },
  NodePool: {
    fields: ['spec.template.spec.nodeClassRef.group', 'spec.template.spec.nodeClassRef.kind'],
    instead: RECREATE,
  },
  PersistentVolumeClaim: {
    fields: [
      'spec.accessModes',
      'spec.selector',
      'spec.storageClassName',
      'spec.volumeMode',
      'spec.volumeName',
    ],
    instead: 'Make a second claim and copy the data',
  },
  PriorityClass: { fields: ['preemptionPolicy', 'value'], instead: RECREATE },
  RoleBinding: { fields: ['roleRef'], instead: RECREATE },
  RuntimeClass: { fields: ['handler'], instead: RECREATE },
  Service: { fields: ['spec.clusterIP', 'spec.loadBalancerClass'], instead: RECREATE },
  StatefulSet: {
    fields: ['spec.podManagementPolicy', 'spec.selector', 'spec.serviceName', 'spec.volumeClaimTemplates'],
    instead:
      'Follow docs/operations.md#change-what-cannot-be-changed: the claims are changed one by one, and the StatefulSet is deleted without its pods',
  },
  StorageClass: {
    fields: ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'],
    instead:
      'Follow docs/operations.md#change-what-cannot-be-changed: the class is deleted when this is merged, and volumes that exist keep what they were made with',
  },
};
