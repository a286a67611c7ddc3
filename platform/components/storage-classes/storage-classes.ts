import { k8s } from 'cdk8s-plus-29';
import { add } from '../../kit/manifest.ts';
import { component } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { ARGOCD_NAMESPACE } from '../argocd/address.ts';
import { ENCRYPTED_VOLUMES } from './address.ts';

/**
 * The StorageClass `gp3-encrypted` (S4-265): EKS brings none of that name, and a claim without its class
 * stays pending. It is the default as well, so that a claim which names no class is encrypted, and on gp3 (S1-17,
 * S2-117).
 */
export const storageClasses = component({
  name: 'storage-classes',
  namespace: ARGOCD_NAMESPACE,
  wave: waves.namespaces,
  objects: (chart, { cluster }) => {
    add(chart, k8s.KubeStorageClass, {
      metadata: {
        name: ENCRYPTED_VOLUMES,
        labels: { 'app.kubernetes.io/managed-by': 'cdk8s' },
        annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
      },
      provisioner: 'ebs.csi.aws.com',
      parameters: {
        type: 'gp3',
        encrypted: 'true',
        kmsKeyId: cluster.terraform.kmsKeyArnEbs,
        'csi.storage.k8s.io/fstype': 'ext4',
      },
      // A volume is made in the zone where its pod has found a node; the other way round the pod might find none.
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: true,
      // Deleting a claim, or its namespace, does not delete data: a person removes volumes that are no longer needed.
      reclaimPolicy: 'Retain',
    });
  },
});
