import { PodMonitor } from '@cdk8s/prometheus-operator';
import type { Construct } from 'constructs';
import { MERGED_METRICS_PATH, MERGED_METRICS_PORT } from '../components/istio/address.ts';
import { ownerLabels } from '../kit/labels.ts';
import { add } from '../kit/manifest.ts';
import type { Pods } from '../kit/network/flows.ts';

/** Has Prometheus read the metrics of pods with a proxy, at the port that their policy opens. */
export function addMergedMetricsMonitor(scope: Construct, name: string, { namespace, labels }: Pods): void {
  add(scope, PodMonitor, {
    metadata: { name, namespace, labels: ownerLabels('platform') },
    spec: {
      selector: { matchLabels: { ...labels } },
      podMetricsEndpoints: [
        {
          port: 'http-envoy-prom',
          path: MERGED_METRICS_PATH,
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
