import { k8s } from 'cdk8s-plus-29';
import { add } from '../../kit/manifest.ts';
import { kubernetesApi } from '../../kit/network/flows.ts';
import { addPodMonitor, ownLabels, ownSelector } from '../../kit/node-agent.ts';
import { addServiceAccount } from '../../kit/service-account.ts';
import { component, privilegedNamespace } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { nodeProblemAlerts } from './alerts.ts';
import { addDetector, METRICS_PORT } from './daemon-set.ts';

const NAME = 'node-problem-detector';

/**
 * Makes conditions and events of what goes wrong on a node below Kubernetes: a kernel that hangs, a disk that turned
 * read-only, a runtime that dies again and again (S4-108, X-80). Not in `kube-system` as S4-108 has it: that namespace
 * is not ours, and has no labels that would hold back the next privileged pod.
 */
export const nodeProblemDetector = component({
  name: NAME,
  namespace: NAME,
  declares: privilegedNamespace(
    NAME,
    "The detector reads the kernel's messages from /dev/kmsg, which the container runtime opens to privileged containers only, and the journal of the node.",
  ),
  // With the workloads: nothing waits for it.
  wave: waves.workloads,
  exemptions: [
    {
      workload: NAME,
      policies: ['NoPrivilegedContainers', 'NoHostAccess', 'NoServiceAccountToken'],
      reason:
        'Reads the messages of the kernel, which only privileged containers may open, and reports to the Kubernetes API.',
    },
  ],
  alerts: nodeProblemAlerts,
  pods: ({ cluster }) => [
    { name: NAME, labels: ownSelector(NAME), egress: [kubernetesApi(cluster)], metrics: [METRICS_PORT] },
  ],
  objects: (chart, { cluster }) => {
    const labels = ownLabels(NAME);
    addServiceAccount(chart, cluster, { name: NAME, namespace: NAME, labels });
    // A role that every API server comes with: read nodes, change their status, write events.
    add(chart, k8s.KubeClusterRoleBinding, {
      metadata: { name: NAME, labels },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'system:node-problem-detector',
      },
      subjects: [{ kind: 'ServiceAccount', name: NAME, namespace: NAME }],
    });
    addDetector(chart, cluster, NAME, NAME);
    addPodMonitor(chart, NAME, NAME, '/metrics');
  },
});
