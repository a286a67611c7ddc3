import { PodMonitor, type PodMonitorSpecPodMetricsEndpointsRelabelings } from '@cdk8s/prometheus-operator';
import type { Construct } from 'constructs';
import { configChecksum } from './checksum.ts';
import { ownerLabels } from './labels.ts';
import { add } from './manifest.ts';

/** Where an agent of the nodes runs: everywhere, tainted nodes included, and before any workload (S4-107, S4-117). */
export const everyNode = {
  priorityClassName: 'system-node-critical',
  tolerations: [{ operator: 'Exists' }],
  nodeSelector: { 'kubernetes.io/os': 'linux' },
} as const;

/** Labels of the objects and pods of a component that we render ourselves. */
export function ownLabels(name: string): Record<string, string> {
  return {
    app: name,
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/instance': name,
    ...ownerLabels('platform'),
  };
}

/** What selectors use of these labels: never changes. */
export function ownSelector(name: string): Record<string, string> {
  return { app: name };
}

/** What its pods restart for: a configuration that they read only once. */
export function configDigest(data: Readonly<Record<string, string>>): Record<string, string> {
  return configChecksum(JSON.stringify(data));
}

/**
 * Has Prometheus read the port `metrics` of these pods; annotations mean nothing to its operator.
 *
 * @param path of the metrics, such as `/metrics`
 * @param relabelings of the targets, beyond those of the operator
 */
export function addPodMonitor(
  scope: Construct,
  name: string,
  namespace: string,
  path: string,
  relabelings: readonly PodMonitorSpecPodMetricsEndpointsRelabelings[] = [],
): void {
  add(scope, PodMonitor, {
    metadata: { name, namespace, labels: ownLabels(name) },
    spec: {
      selector: { matchLabels: ownSelector(name) },
      podMetricsEndpoints: [
        {
          port: 'metrics',
          path,
          interval: '30s',
          ...(relabelings.length > 0 && { relabelings: [...relabelings] }),
        },
      ],
    },
  });
}
