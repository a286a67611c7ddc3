import type { Pods } from '../../kit/network/flows.ts';

/** The pods and the Service that linked clusters reach this one's mesh through. */
export const eastWestGateway = {
  name: 'istio-eastwestgateway',
  namespace: 'istio-system',
  /** mTLS from workload to workload passes as it is: the gateway reads the name of the service and no more. */
  port: 15443,
  /** Answers `/healthz/ready` while the proxy can serve. */
  statusPort: 15021,
} as const;

export const eastWestGatewayPods: Pods = {
  namespace: eastWestGateway.namespace,
  labels: { app: eastWestGateway.name },
};
