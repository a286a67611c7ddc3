import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import type { Cluster } from '../../../clusters/index.ts';
import { add } from '../../kit/manifest.ts';
import { ownLabels } from '../../kit/node-agent.ts';
import { addServiceAccount } from '../../kit/service-account.ts';

/**
 * The ServiceAccount of both kinds of pods, with the IAM role that may write to the log groups (S1-37, S4-289), and
 * what it may read of the Kubernetes API: names and labels of pods and namespaces, and events. Not the kubelet:
 * for that it would need `nodes/proxy`, which lets its owner run commands in every container of a node.
 *
 * @param name of the ServiceAccount, which is the role's key under the Terraform output `irsa_role_arns`
 */
export function addAccess(chart: Chart, cluster: Cluster, name: string, namespace: string): void {
  const labels = ownLabels(name);
  addServiceAccount(chart, cluster, { name, namespace, labels }, name);
  add(chart, k8s.KubeClusterRole, {
    metadata: { name, labels },
    rules: [
      {
        apiGroups: [''],
        resources: ['events', 'namespaces', 'pods'],
        verbs: ['get', 'list', 'watch'],
      },
    ],
  });
  add(chart, k8s.KubeClusterRoleBinding, {
    metadata: { name, labels },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
}
