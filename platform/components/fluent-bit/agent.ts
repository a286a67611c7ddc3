import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { add } from '../../kit/manifest.ts';
import { addPodMonitor, configDigest, everyNode, ownLabels, ownSelector } from '../../kit/node-agent.ts';
import type { Context } from '../../unit/unit.ts';
import { configData, fluentBitContainer, METRICS_PATH } from './container.ts';
import { nodePipeline, STATE } from './pipeline.ts';

/** Taken from every node, so it is little at rest; a burst of logs may take more (S4-103). */
const SIZE = { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '512Mi' } };

/**
 * The agent on every node (S4-98…S4-107). It runs as root because the logs of containers and the journal belong to
 * root and nobody else may read them; it has no capabilities, so that is all that root means here. The token is
 * mounted because the names and labels of pods come from the Kubernetes API.
 */
export function addAgent(chart: Chart, context: Context, name: string, namespace: string): void {
  const labels = ownLabels(name);
  const config = `${name}-config`;
  const data = configData(nodePipeline(context, namespace));
  const container = fluentBitContainer(context.cluster, name, SIZE);
  add(chart, k8s.KubeConfigMap, { metadata: { name: config, namespace, labels }, data });
  add(chart, k8s.KubeDaemonSet, {
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: ownSelector(name) },
      // One node after another: the database of a node never has two readers.
      updateStrategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(1) },
      },
      template: {
        metadata: { labels, annotations: configDigest(data) },
        spec: {
          ...everyNode,
          tolerations: [...everyNode.tolerations],
          serviceAccountName: name,
          automountServiceAccountToken: true,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 45,
          securityContext: { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              ...container,
              volumeMounts: [
                ...(container.volumeMounts ?? []),
                // The links in containers/ point to containerd's files in pods/ (S3-48).
                { name: 'varlog', mountPath: '/var/log', readOnly: true },
                { name: 'journal', mountPath: '/var/log/journal', readOnly: true },
              ],
            },
          ],
          volumes: [
            { name: 'config', configMap: { name: config } },
            { name: 'varlog', hostPath: { path: '/var/log', type: 'Directory' } },
            // If it is missing, the journal stays in memory and Fluent Bit refuses to start.
            { name: 'journal', hostPath: { path: '/var/log/journal', type: 'DirectoryOrCreate' } },
            // On the node, so that a restart neither loses nor repeats anything.
            { name: 'state', hostPath: { path: STATE, type: 'DirectoryOrCreate' } },
          ],
        },
      },
    },
  });
  addPodMonitor(chart, name, namespace, METRICS_PATH);
}
