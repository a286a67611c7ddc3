import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { add } from '../../kit/manifest.ts';
import { pods } from '../../kit/network/flows.ts';
import { addPodMonitor, ownLabels, ownSelector } from '../../kit/node-agent.ts';
import { addServiceAccount } from '../../kit/service-account.ts';
import { component } from '../../unit/component.ts';
import type { Context } from '../../unit/unit.ts';
import { waves } from '../../unit/waves.ts';
import { grafanaPods } from '../grafana/address.ts';
import { keepsMetrics, victoriaMetrics } from './address.ts';
import { longTermMetricsAlerts } from './alerts.ts';
import { addStore } from './stateful-set.ts';

const { name, namespace, port } = victoriaMetrics;

/**
 * Keeps what Prometheus writes for as long as the contract says (S3-57): 12 months on a cluster that asks for it.
 *
 * One pod on one encrypted volume, and its objects are our own: with a VictoriaMetrics cluster or its operator, more could go
 * wrong than would be gained. While the pod moves, Prometheus holds back what it could not deliver, for two hours, and
 * answers queries of the last 15 days by itself. A PodDisruptionBudget would either do nothing for a single pod or
 * stop every drain of its node.
 */
export const victoriaMetricsStore = component({
  name,
  namespace,
  wave: waves.foundations,
  on: keepsMetrics,
  alerts: longTermMetricsAlerts,
  pods: () => [
    {
      name,
      labels: ownSelector(name),
      // Prometheus writes to the port that it reads metrics from.
      ingress: [pods(grafanaPods, port)],
      metrics: [port],
    },
  ],
  objects: addObjects,
});

function addObjects(chart: Chart, { cluster }: Context): void {
  if (cluster.longTermMetrics === undefined) return;
  const labels = ownLabels(name);
  addServiceAccount(chart, cluster, { name, namespace, labels });
  addStore(chart, cluster, cluster.longTermMetrics);
  add(chart, k8s.KubeService, {
    metadata: { name, namespace, labels },
    spec: {
      type: 'ClusterIP',
      selector: ownSelector(name),
      ports: [{ name: 'http', port, targetPort: k8s.IntOrString.fromString('metrics'), protocol: 'TCP' }],
    },
  });
  addPodMonitor(chart, name, namespace, '/metrics');
}
