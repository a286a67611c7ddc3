import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';

/** A route without a Gateway is accepted and idle. */
export const missingGateway: ClusterRule = {
  id: 'missing-gateway',
  severity: 'error',
  summary: 'A route to a Gateway, or a Gateway of a class, that is not there',
  breaks: 'The route is attached to nothing: no request arrives.',
  failing: `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec: { parentRefs: [{ name: publik }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: istio
  listeners: [{ name: http, port: 80, protocol: HTTP }]
`,
  passing: `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec: { parentRefs: [{ name: public }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: istio
  listeners: [{ name: http, port: 80, protocol: HTTP }]
`,
  judge: (state) =>
    saidOfMissing(state, {
      targets: ['gateway.networking.k8s.io/Gateway', 'gateway.networking.k8s.io/GatewayClass'],
      effect: 'no request arrives by it',
    }),
};
