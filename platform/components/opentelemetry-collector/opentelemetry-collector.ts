import { PodMonitor } from '@cdk8s/prometheus-operator';
import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { vpcEndpoints } from '../../kit/network/flows.ts';
import { addServiceAccount } from '../../kit/service-account.ts';
import { component, restrictedNamespace } from '../../unit/component.ts';
import type { Context } from '../../unit/unit.ts';
import { waves } from '../../unit/waves.ts';
import { hasMesh, meshedPods } from '../istio/address.ts';
import { collector, collectorPods } from './address.ts';
import { spanAlerts } from './alerts.ts';
import { collectorConfiguration, METRICS_PORT } from './configuration.ts';
import { addDeployment } from './deployment.ts';

const labels = { ...ownerLabels('platform'), ...collectorPods.labels };
const place = { name: collector.name, namespace: collector.namespace, labels };

/**
 * Takes the spans of proxies and applications and hands them to X-Ray (S3-65, S3-66, X-13).
 *
 * Its objects are our own, not a Helm chart's: the chart merges receivers that nobody asked for into the configuration.
 * for. It stays outside the mesh: a proxy of its own would make spans of the calls that bring spans, and wait for the
 * control plane whose trouble the traces may have to show. Proxies find out by themselves that it takes plain text,
 * and only the pods of the mesh reach it.
 */
export const opentelemetryCollector = component({
  name: collector.name,
  namespace: collector.namespace,
  declares: restrictedNamespace(collector.namespace),
  wave: waves.controllers,
  on: hasMesh,
  alerts: spanAlerts,
  pods: ({ cluster }) => [
    {
      name: collector.name,
      labels: collectorPods.labels,
      ingress: [meshedPods(collector.port)],
      egress: [vpcEndpoints(cluster)],
      metrics: [METRICS_PORT],
    },
  ],
  objects: addObjects,
});

function addObjects(chart: Chart, { cluster }: Context): void {
  const configuration = collectorConfiguration(cluster);
  addServiceAccount(chart, cluster, place, collector.name);
  add(chart, k8s.KubeConfigMap, { metadata: place, data: { 'config.yaml': configuration } });
  addDeployment(chart, cluster, labels, configuration);
  add(chart, k8s.KubeService, {
    metadata: place,
    spec: {
      type: 'ClusterIP',
      selector: { ...collectorPods.labels },
      ports: [
        {
          // Because of the prefix the proxies speak HTTP/2; without it no span would arrive.
          name: 'grpc-otlp',
          appProtocol: 'grpc',
          port: collector.port,
          targetPort: k8s.IntOrString.fromString('otlp'),
          protocol: 'TCP',
        },
      ],
    },
  });
  add(chart, k8s.KubePodDisruptionBudget, {
    metadata: place,
    spec: {
      selector: { matchLabels: { ...collectorPods.labels } },
      maxUnavailable: k8s.IntOrString.fromNumber(1),
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  });
  add(chart, PodMonitor, {
    metadata: place,
    spec: {
      selector: { matchLabels: { ...collectorPods.labels } },
      podMetricsEndpoints: [{ port: 'metrics', interval: '30s' }],
    },
  });
}
