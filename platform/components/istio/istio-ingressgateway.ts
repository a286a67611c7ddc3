import type { Cluster } from '../../../clusters/index.ts';
import { millicores } from '../../kit/quantity.ts';
import { component } from '../../unit/component.ts';
import { addMergedMetricsMonitor } from '../../unit/merged-metrics.ts';
import type { Context } from '../../unit/unit.ts';
import { waves } from '../../unit/waves.ts';
import { graphOf } from '../../workload/graph/graph.ts';
import { proxyMillicores } from '../../workload/pods/sidecar.ts';
import { replicasOf } from '../../workload/scaling/replicas.ts';
import { entriesOf, hasMesh, ingressGateway, ingressGatewayPods, listeners } from './address.ts';
import { gatewayAlerts } from './alerts.ts';
import { type GatewayReplicas, gatewayChart, gatewayValues } from './gateway.ts';

const CPU_LIMIT = '2';

/**
 * The proxies behind the load balancer (S4-162). One wave after the control plane: their image is filled in by its
 * webhook, and a pod made before that would never start. What they may connect to is in the unit `ingress`.
 */
export const istioIngressgateway = component({
  name: ingressGateway.name,
  namespace: ingressGateway.namespace,
  wave: waves.policies,
  exemptions: [
    {
      policies: ['NoOpenServices'],
      reason: 'The ingress gateway: targets of the load balancer are ports of the nodes (S3).',
      on: ({ cluster }) => cluster.ingress.targetType === 'instance',
    },
  ],
  on: hasMesh,
  chart: gatewayChart,
  values: (context) => ({
    ...gatewayValues(context.cluster, ingressGatewayPods, replicas(context)),
    service: serviceOf(context.cluster),
    // It carries everything that comes from outside, so it gets more than the other gateways.
    resources: { requests: { cpu: '500m', memory: '512Mi' }, limits: { cpu: CPU_LIMIT, memory: '1Gi' } },
  }),
  alerts: gatewayAlerts,
  objects: (chart) => {
    addMergedMetricsMonitor(chart, ingressGateway.name, ingressGatewayPods);
  },
});

/** The load balancers' targets are pods, or ports of every node (S3-07). Only the health check's port takes plain text. */
function serviceOf(cluster: Cluster) {
  const { ingress } = cluster;
  const { statusPort, statusNodePort } = ingressGateway;
  const port = (name: string, number: number, nodePort: number) => ({
    name,
    port: number,
    protocol: 'TCP',
    targetPort: number,
    ...(ingress.targetType === 'instance' && { nodePort }),
  });
  return {
    type: ingress.targetType === 'instance' ? 'NodePort' : 'ClusterIP',
    ports: [
      port('status-port', statusPort, statusNodePort),
      ...entriesOf(cluster).map(({ audience }) => {
        const { name, port: number, nodePort } = listeners[audience];
        return port(name, number, nodePort);
      }),
    ],
  };
}

/**
 * Three to ten where the factor is 1, and more where the exposed services can take more than what ten proxies carry;
 * never just one, since each drain of a node would be an outage, nor so many at most that it could not double.
 */
function replicas(context: Context): GatewayReplicas {
  const { replicaFactor } = context.cluster;
  const minReplicas = Math.max(2, Math.ceil(3 * replicaFactor));
  const needed = Math.ceil(proxyMillicores(publicRequestsPerSecond(context)) / millicores(CPU_LIMIT));
  return { minReplicas, maxReplicas: Math.max(2 * minReplicas, Math.ceil(10 * replicaFactor), needed) };
}

/** What the exposed services of a cluster serve at their largest scale, as far as they scale by it. */
function publicRequestsPerSecond(context: Context): number {
  return graphOf(context).workloads.reduce((sum, { declaration }) => {
    if (declaration.kind !== 'service' || declaration.exposes === undefined) return sum;
    return sum + replicasOf(declaration, context.cluster).max * (declaration.scale.requestsPerSecond ?? 0);
  }, 0);
}
