import { PodMonitor } from '@cdk8s/prometheus-operator';
import type { Chart } from 'cdk8s';
import type { Cluster } from '../../clusters/index.ts';
import { add } from '../constructs/manifest.ts';
import { namespaceLabels } from '../constructs/namespace/namespace.ts';
import type { Pods } from '../constructs/network/flows.ts';
import { restrictedPod, zoneSpread } from '../constructs/pod-hardening.ts';
import { revision } from './revision.ts';

/** Seconds that a gateway that leaves goes on serving: longer than a load balancer goes on sending. */
export const GATEWAY_DRAIN_SECONDS = 45;

const PROXY = {
  terminationDrainDuration: `${GATEWAY_DRAIN_SECONDS}s`,
  proxyMetadata: { EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'false' },
};

/**
 * What the chart `gateway` gets for each gateway inside the mesh's own network: spread over the zones, drained before
 * it is killed, never all at once (S0-85).
 *
 * @param smallest pods at the least where the replica factor is 1; two are kept everywhere, since with one each drain
 * of a node would be an outage
 */
export function gatewayValues(
  { replicaFactor }: Cluster,
  { labels }: Pods,
  smallest: number,
): Record<string, unknown> {
  const minReplicas = Math.max(2, Math.ceil(smallest * replicaFactor));
  return {
    revision,
    autoscaling: {
      enabled: true,
      minReplicas,
      maxReplicas: minReplicas * 3,
      targetCPUUtilizationPercentage: 80,
    },
    resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { cpu: '2', memory: '512Mi' } },
    podDisruptionBudget: { maxUnavailable: 1 },
    topologySpreadConstraints: zoneSpread(labels),
    priorityClassName: 'system-cluster-critical',
    terminationGracePeriodSeconds: GATEWAY_DRAIN_SECONDS + 15,
    podAnnotations: {
      'proxy.istio.io/config': JSON.stringify(PROXY),
      'inject.istio.io/templates': 'gateway',
    },
    // The chart's own value has only the sysctl, which lets a plain user listen on a port below 1024.
    securityContext: {
      ...restrictedPod,
      sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
    },
  };
}

/** Prometheus reads a gateway at the agent's port, which is the one that policies open. */
export function addGatewayMonitor(chart: Chart, name: string, { namespace, labels }: Pods): void {
  add(chart, PodMonitor, {
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
              replacement: '$1:15020',
            },
          ],
        },
      ],
    },
  });
}
