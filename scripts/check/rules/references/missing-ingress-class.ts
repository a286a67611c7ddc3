import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';

/** An Ingress of an unknown class is accepted, and nobody acts. */
export const missingIngressClass: ClusterRule = {
  id: 'missing-ingress-class',
  severity: 'error',
  summary: 'An Ingress of a class that is not there',
  breaks: 'No controller takes the Ingress: it has no address, and no request arrives.',
  failing: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  ingressClassName: ngnix
  rules: [{ host: web.example.com }]
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: nginx }
spec: { controller: k8s.io/ingress-nginx }
`,
  passing: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  ingressClassName: nginx
  rules: [{ host: web.example.com }]
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: nginx }
spec: { controller: k8s.io/ingress-nginx }
`,
  judge: (state) =>
    saidOfMissing(state, {
      targets: ['networking.k8s.io/IngressClass', 'elbv2.k8s.aws/IngressClassParams'],
      effect: 'no controller takes it',
    }),
};
