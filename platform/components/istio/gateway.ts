import { type Cluster, istioVersionOf } from '../../../clusters/index.ts';
import type { Pods } from '../../kit/network/flows.ts';
import { restrictedPod, zoneSpread } from '../../kit/pod-hardening.ts';
import type { ComponentChart } from '../../unit/component-declaration.ts';
import { gatewayRevision } from './revision.ts';

/** Seconds for which a stopping gateway keeps serving: longer than a load balancer keeps sending. */
const GATEWAY_DRAIN_SECONDS = 45;

const PROXY = {
  terminationDrainDuration: `${GATEWAY_DRAIN_SECONDS}s`,
  proxyMetadata: { EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'false' },
};

/** The chart of every gateway: the one of the control plane that its proxies have. */
export const gatewayChart: ComponentChart = {
  name: 'gateway',
  version: (cluster) => istioVersionOf(gatewayRevision(cluster)),
  definitions: false,
};

/** How many pods a gateway has. */
export interface GatewayReplicas {
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

/**
 * Pods of a gateway where nothing else says how many.
 *
 * @param smallest the minimum where the replica factor is 1; two are kept everywhere, since with one each drain of a
 * node would be an outage
 */
export function gatewayReplicas({ replicaFactor }: Cluster, smallest: number): GatewayReplicas {
  const minReplicas = Math.max(2, Math.ceil(smallest * replicaFactor));
  return { minReplicas, maxReplicas: minReplicas * 3 };
}

/**
 * What the chart `gateway` gets for every gateway: spread over the zones, drained before it is killed, never all at
 * once (S0-85).
 */
export function gatewayValues(
  cluster: Cluster,
  { labels }: Pods,
  replicas: GatewayReplicas,
): Record<string, unknown> {
  return {
    // A label of its pods, so another one makes them anew.
    revision: gatewayRevision(cluster),
    autoscaling: { enabled: true, ...replicas, targetCPUUtilizationPercentage: 80 },
    resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { cpu: '2', memory: '512Mi' } },
    podDisruptionBudget: { maxUnavailable: 1 },
    topologySpreadConstraints: zoneSpread(labels),
    priorityClassName: 'system-cluster-critical',
    terminationGracePeriodSeconds: GATEWAY_DRAIN_SECONDS + 15,
    podAnnotations: {
      'proxy.istio.io/config': JSON.stringify(PROXY),
      'inject.istio.io/templates': 'gateway',
    },
    // The chart's own value has only the sysctl that lets a plain user listen on a port below 1024.
    securityContext: {
      ...restrictedPod,
      sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
    },
  };
}
