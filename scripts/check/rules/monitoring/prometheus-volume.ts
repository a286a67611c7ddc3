import type { ClusterRule } from '../../rule.ts';
import { quantityOf } from '../../state/quantity.ts';
import { textAt } from '../../state/read.ts';

const prometheus = (size: string) => `apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: main, namespace: monitoring }
spec:
  retentionSize: ${size}
  storage: { volumeClaimTemplate: { spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 50Gi } } } } }
`;

const STORAGE = ['spec', 'storage', 'volumeClaimTemplate', 'spec', 'resources', 'requests', 'storage'];
const LARGE: Readonly<Record<string, string>> = {
  KB: 'Ki',
  MB: 'Mi',
  GB: 'Gi',
  TB: 'Ti',
  PB: 'Pi',
  EB: 'Ei',
};

export const prometheusVolume: ClusterRule = {
  id: 'retention-above-volume',
  severity: 'warning',
  summary: 'A Prometheus that keeps more than its volume holds',
  breaks: 'The volume runs full before anything is deleted: Prometheus cannot write, and ends.',
  failing: prometheus('60GB'),
  passing: prometheus('40GB'),
  *judge(state) {
    for (const resource of state.of('monitoring.coreos.com/Prometheus')) {
      const said = textAt(resource.value, 'spec', 'retentionSize');
      const storage = textAt(resource.value, ...STORAGE);
      // Prometheus counts its GB in powers of two.
      const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([KMGTPE]i?B)$/.exec(said ?? '') ?? [];
      if (number === undefined || storage === undefined) continue;
      const [keeps, holds] = [
        quantityOf(`${number}${LARGE[unit] ?? unit.replace('B', '')}`),
        quantityOf(storage),
      ];
      if (keeps === undefined || holds === undefined || keeps <= holds || keeps === 0n) continue;
      yield {
        resource,
        path: ['spec', 'retentionSize'],
        message: `It keeps up to ${said} of blocks, and its volume holds ${storage}: it runs full before anything is deleted.`,
        fix: `Write about four fifths of ${storage}, or a larger volume.`,
      };
    }
  },
};
