import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';

/** The injector waits for the Certificate without an end. */
export const missingCertificate: ClusterRule = {
  id: 'missing-certificate',
  severity: 'error',
  summary: 'Trust taken from a Certificate that is not there',
  breaks: 'The authority is never written into the webhook, and the API server trusts no answer.',
  failing: `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: web, annotations: { cert-manager.io/inject-ca-from: shop/webhooks } }
webhooks: []
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: webhook, namespace: shop }
spec: { secretName: webhook-tls, dnsNames: [webhook.shop.svc], issuerRef: { name: own } }
`,
  passing: `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: web, annotations: { cert-manager.io/inject-ca-from: shop/webhook } }
webhooks: []
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: webhook, namespace: shop }
spec: { secretName: webhook-tls, dnsNames: [webhook.shop.svc], issuerRef: { name: own } }
`,
  judge: (state) =>
    saidOfMissing(state, {
      targets: ['cert-manager.io/Certificate'],
      effect: 'no authority is written here',
    }),
};
