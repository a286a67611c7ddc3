import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';

/** A claim of an unknown class waits for ever. */
export const missingStorageClass: ClusterRule = {
  id: 'missing-storage-class',
  severity: 'error',
  summary: 'A class of volumes or snapshots that neither the tree nor a provider has',
  breaks: 'Claims of the class stay Pending, and with them the pods.',
  pitfalls: ['X-4'],
  failing: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, namespace: shop }
spec:
  storageClassName: gp3-encrypted
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: 1Gi } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: gp3 }
provisioner: ebs.csi.aws.com
`,
  passing: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, namespace: shop }
spec:
  storageClassName: gp3-encrypted
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: 1Gi } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: gp3-encrypted }
provisioner: ebs.csi.aws.com
`,
  judge: (state) =>
    saidOfMissing(state, {
      targets: [
        'storage.k8s.io/StorageClass',
        'storage.k8s.io/VolumeAttributesClass',
        'snapshot.storage.k8s.io/VolumeSnapshotClass',
      ],
      effect: 'claims of the class stay Pending',
    }),
};
