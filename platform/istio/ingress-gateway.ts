import type { Pods } from '../constructs/network/flows.ts';

/** The pods and the Service behind the public load balancer. */
export const ingressGateway = {
  name: 'istio-ingressgateway',
  namespace: 'istio-system',
  serviceAccount: 'istio-ingressgateway',
  /** Plain HTTP: the load balancer has ended TLS. */
  httpPort: 80,
  /** Answers `/healthz/ready` while the proxy can serve. */
  statusPort: 15021,
  /** Ports of every node where targets are instances: fixed, since the health check names one. */
  httpNodePort: 30080,
  statusNodePort: 30021,
} as const;

export const ingressGatewayPods: Pods = {
  namespace: ingressGateway.namespace,
  labels: { app: ingressGateway.name },
};

/** The Gateway object that a product's routes attach to. It lives beside the gateway's pods (S4-166). */
export function gatewayOf(product: string): string {
  return `${ingressGateway.namespace}/${product}-gateway`;
}
