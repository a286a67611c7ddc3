import { addPodMonitor, ownLabels } from '../../kit/node-agent.ts';
import { addServiceAccount } from '../../kit/service-account.ts';
import { component, privilegedNamespace } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { addExporter } from './daemon-set.ts';

const NAME = 'node-exporter';

/**
 * CPU, memory, disks and network of every node (S2-66, S2-67, S3-61). In a namespace of its own, so that `monitoring`
 * stays `restricted` (S2-19, X-28). No policy surrounds its pods: they have the node's address, where no
 * NetworkPolicy holds, and the security group of the nodes decides who reaches the port.
 */
export const nodeExporter = component({
  name: NAME,
  namespace: NAME,
  declares: privilegedNamespace(
    NAME,
    "The exporter reads /proc, /sys and the sizes of the node's file systems, and counts the traffic of the node, which only a pod in the node's own network sees. It runs as nobody, without capabilities, and can write nothing.",
  ),
  // With the workloads: nothing waits for it.
  wave: waves.workloads,
  exemptions: [
    {
      workload: NAME,
      policies: ['NoHostAccess'],
      reason:
        'Reads the counters and file systems of the node, in the network of the node whose traffic it counts.',
    },
  ],
  objects: (chart, { cluster }) => {
    addServiceAccount(chart, cluster, { name: NAME, namespace: NAME, labels: ownLabels(NAME) });
    addExporter(chart, cluster, NAME, NAME);
    addPodMonitor(chart, NAME, NAME, '/metrics', [
      // The names that dashboards and rules everywhere use.
      { targetLabel: 'job', replacement: NAME },
      ...['instance', 'node'].map((targetLabel) => ({
        sourceLabels: ['__meta_kubernetes_pod_node_name'],
        targetLabel,
      })),
    ]);
  },
});
