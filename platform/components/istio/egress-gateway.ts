import type { Cluster } from '../../../clusters/index.ts';
import type { Pods } from '../../kit/network/flows.ts';

/** The pods and the Service that alone connect to the Internet, where `egress` in `cluster.yaml` is `gateway`. */
export const egressGateway = {
  name: 'istio-egressgateway',
  namespace: 'istio-system',
  port: 443,
  host: 'istio-egressgateway.istio-system.svc.cluster.local',
} as const;

export const egressGatewayPods: Pods = {
  namespace: egressGateway.namespace,
  labels: { app: egressGateway.name },
};

/** Whether a cluster has the gateway. */
export function hasEgressGateway({ mesh, egress }: Cluster): boolean {
  return mesh !== undefined && egress === 'gateway';
}

/** The Gateway object for one host outside. */
export function egressGatewayOf(name: string): string {
  return `egress-${name}`;
}
