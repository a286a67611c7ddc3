import { PodMonitor } from '@cdk8s/prometheus-operator';
import type { Construct } from 'constructs';
import { namespaceLabels } from '../components/namespaces/namespace.ts';
import { add } from '../kit/manifest.ts';
import type { Pods } from '../kit/network/flows.ts';

/** Port of a proxy's metrics, merged with those of its container. */
export const MERGED_METRICS_PORT = 15020;

/** Has Prometheus read the metrics of pods with a proxy, at the port that their policy opens. */
export function addMergedMetricsMonitor(scope: Construct, name: string, { namespace, labels }: Pods): void {
  add(scope, PodMonitor, {
    metadata: { name, namespace, labels: namespaceLabels('platform') },
    spec: {
      selector: { matchLabels: { ...labels } },
      podMetricsEndpoints: [
        {
          port: 'http-envoy-prom',
          path: '/stats/prometheus',
          relabelings: [
            {
              sourceLabels: ['__meta_kubernetes_pod_ip'],
              targetLabel: '__address__',
              replacement: `$1:${MERGED_METRICS_PORT}`,
            },
          ],
        },
      ],
    },
  });
}
