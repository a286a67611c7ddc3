import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { add } from '../../kit/manifest.ts';
import { addPodMonitor, configDigest, ownLabels, ownSelector } from '../../kit/node-agent.ts';
import { restrictedPod } from '../../kit/pod-hardening.ts';
import type { Context } from '../../unit/unit.ts';
import { configData, fluentBitContainer, METRICS_PATH } from './container.ts';
import { eventPipeline } from './pipeline.ts';

/** Nobody in particular; any number but 0 will do. */
const USER = 65532;

const SIZE = { requests: { cpu: '20m', memory: '64Mi' }, limits: { cpu: '200m', memory: '256Mi' } };

/**
 * Brings the cluster's events, which the API server forgets after an hour, to CloudWatch (S2-73). One pod: two would
 * deliver each event twice. While it moves to another node the events wait in the API server.
 *
 * @param account the ServiceAccount of the agent: its role may also write to this log group
 */
export function addEventReader(
  chart: Chart,
  { cluster }: Context,
  name: string,
  namespace: string,
  account: string,
): void {
  const labels = ownLabels(name);
  const config = `${name}-config`;
  const data = configData(eventPipeline(cluster));
  add(chart, k8s.KubeConfigMap, { metadata: { name: config, namespace, labels }, data });
  add(chart, k8s.KubeDeployment, {
    metadata: { name, namespace, labels },
    spec: {
      replicas: 1,
      strategy: { type: 'Recreate' },
      selector: { matchLabels: ownSelector(name) },
      template: {
        metadata: { labels, annotations: configDigest(data) },
        spec: {
          priorityClassName: 'standard',
          serviceAccountName: account,
          automountServiceAccountToken: true,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 45,
          securityContext: { ...restrictedPod, runAsUser: USER, runAsGroup: USER, fsGroup: USER },
          containers: [fluentBitContainer(cluster, name, SIZE)],
          volumes: [
            { name: 'config', configMap: { name: config } },
            { name: 'state', emptyDir: { sizeLimit: k8s.Quantity.fromString('512Mi') } },
          ],
        },
      },
    },
  });
  addPodMonitor(chart, name, namespace, METRICS_PATH);
}
