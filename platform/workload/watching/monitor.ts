import { PodMonitor, ServiceMonitor } from '@cdk8s/prometheus-operator';
import type { Construct } from 'constructs';
import { add } from '../../kit/manifest.ts';
import type { RunningPlacement } from '../graph/placement.ts';
import { objectLabels, selectorOf } from '../labels.ts';
import { METRICS_PORT_NAME } from '../traffic/kubernetes-service.ts';
import { scrapedMetrics } from './metrics.ts';

/** Has Prometheus read the workload's metrics; annotations mean nothing to its operator. */
export function addMonitor(scope: Construct, placement: RunningPlacement): void {
  const { declaration, namespace } = placement;
  const { port, path, interval } = scrapedMetrics(placement);
  const metadata = { name: declaration.name, namespace, labels: objectLabels(placement) };
  const selector = { matchLabels: selectorOf(placement) };
  if (declaration.kind === 'service') {
    add(scope, ServiceMonitor, {
      metadata,
      spec: { selector, endpoints: [{ port: METRICS_PORT_NAME, path, interval }] },
    });
    return;
  }
  add(scope, PodMonitor, {
    metadata,
    spec: {
      selector,
      podMetricsEndpoints: [
        {
          port: 'metrics',
          path,
          interval,
          // The proxy's port is not among the pod's declared ones, so it cannot be chosen by name.
          ...(placement.sidecar && {
            relabelings: [
              {
                sourceLabels: ['__meta_kubernetes_pod_ip'],
                targetLabel: '__address__',
                replacement: `$1:${port}`,
              },
            ],
          }),
        },
      ],
    },
  });
}
