import type { Client } from '../api-servers/client.ts';
import { claimsOf } from './cluster-state.ts';

/** Where the scheduler notes the node of the first pod, for whoever makes the volume. */
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
const ZONE = 'topology.kubernetes.io/zone';

/**
 * Makes the volumes that claims wait for, in the zone that the scheduler has chosen, as the EBS CSI driver does: from then on its pods
 * can run in that zone only.
 *
 * @param zones zone of each node
 */
export async function makeVolumes(client: Client, zones: ReadonlyMap<string, string>): Promise<void> {
  for (const { metadata, spec } of await claimsOf(client)) {
    const zone = zones.get(metadata.annotations[SELECTED_NODE] ?? '');
    if (spec.volumeName !== undefined || zone === undefined) continue;
    await client.create('/api/v1/persistentvolumes', {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `pvc-${metadata.uid}` },
      spec: {
        capacity: { storage: spec.resources.requests.storage },
        accessModes: spec.accessModes,
        storageClassName: spec.storageClassName,
        persistentVolumeReclaimPolicy: 'Retain',
        claimRef: {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          namespace: metadata.namespace,
          name: metadata.name,
          uid: metadata.uid,
        },
        hostPath: { path: `/${metadata.uid}` },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: 'In', values: [zone] }] }],
          },
        },
      },
    });
  }
}
