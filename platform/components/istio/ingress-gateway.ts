import type { Cluster } from '../../../clusters/index.ts';
import { type Audience, type Entry, publicEntry, staffEntry } from '../../kit/load-balancer/entry.ts';
import type { Pods } from '../../kit/network/flows.ts';

/** The pods and the Service behind the load balancers. */
export const ingressGateway = {
  name: 'istio-ingressgateway',
  namespace: 'istio-system',
  serviceAccount: 'istio-ingressgateway',
  /** Answers `/healthz/ready` while the proxy can serve. */
  statusPort: 15021,
  /** Port of every node where targets are instances: fixed, since the health check names it. */
  statusNodePort: 30021,
} as const;

export const ingressGatewayPods: Pods = {
  namespace: ingressGateway.namespace,
  labels: { app: ingressGateway.name },
};

/** One listener an entry, so that no request to the public one can ask for a host of staff's (S3-25). */
export const listeners = {
  public: { port: 443, name: 'https', nodePort: 30443 },
  staff: { port: 8443, name: 'https-staff', nodePort: 30444 },
} as const satisfies Record<Audience, { port: number; name: string; nodePort: number }>;

/** The entries that lead to the gateway of a cluster. */
export function entriesOf(cluster: Cluster): readonly Entry[] {
  const staff = staffEntry(cluster);
  return [publicEntry(cluster), ...(staff === undefined ? [] : [staff])];
}

/** The Gateway object that routes attach to. It lives beside the gateway's pods (S4-166). */
export function gatewayOf(audience: Audience): string {
  return `${ingressGateway.namespace}/${gatewayName(audience)}`;
}

export function gatewayName(audience: Audience): string {
  return `${audience}-gateway`;
}
