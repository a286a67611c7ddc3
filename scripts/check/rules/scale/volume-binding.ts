import type { ClusterRule } from '../../rule.ts';
import { textAt } from '../../state/read.ts';

/** Provisioners whose disks are in one zone. */
const OF_ONE_ZONE = new Set([
  'ebs.csi.aws.com',
  'ebs.csi.eks.amazonaws.com',
  'kubernetes.io/aws-ebs',
  'pd.csi.storage.gke.io',
  'kubernetes.io/gce-pd',
  'disk.csi.azure.com',
  'kubernetes.io/azure-disk',
]);
const storage = (mode: string) => `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: ebs.csi.aws.com
volumeBindingMode: ${mode}
`;

/** A disk that is made before its pod has a node is in the zone of chance. */
export const volumeBinding: ClusterRule = {
  id: 'volume-binding',
  severity: 'warning',
  summary: 'A StorageClass of disks of one zone that are made before the pod has a node',
  breaks:
    'The disk may be in a zone in which the pod cannot run: it stays Pending, and the disk has to be made anew.',
  pitfalls: ['X-55'],
  failing: storage('Immediate'),
  passing: storage('WaitForFirstConsumer'),
  *judge(state) {
    for (const resource of state.of('storage.k8s.io/StorageClass')) {
      if (!OF_ONE_ZONE.has(textAt(resource.value, 'provisioner') ?? '')) continue;
      const mode = textAt(resource.value, 'volumeBindingMode');
      if ((mode !== 'Immediate' && mode !== undefined) || (mode === undefined && resource.isExtract))
        continue;
      yield {
        resource,
        path: mode === undefined ? [] : ['volumeBindingMode'],
        severity: mode === undefined ? 'info' : 'warning',
        message: `Its disks are made at once (${mode ?? 'Immediate is the default'}), in any zone, before the pod has a node.`,
        fix: 'Write volumeBindingMode: WaitForFirstConsumer.',
      };
    }
  },
};
