import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';

/** A request to nobody waits for ever. */
export const missingIssuer: ClusterRule = {
  id: 'missing-issuer',
  severity: 'error',
  summary: 'A certificate whose issuer is not there',
  breaks: 'The certificate is never issued, and what mounts its Secret does not start.',
  failing: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: shop }
spec:
  secretName: web-tls
  dnsNames: [web.example.com]
  issuerRef: { kind: ClusterIssuer, name: letsencrypt }
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: lets-encrypt }
spec: { selfSigned: {} }
`,
  passing: `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: shop }
spec:
  secretName: web-tls
  dnsNames: [web.example.com]
  issuerRef: { kind: ClusterIssuer, name: lets-encrypt }
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: lets-encrypt }
spec: { selfSigned: {} }
`,
  judge: (state) =>
    saidOfMissing(state, {
      targets: [
        'cert-manager.io/Issuer',
        'cert-manager.io/ClusterIssuer',
        'awspca.cert-manager.io/AWSPCAIssuer',
        'awspca.cert-manager.io/AWSPCAClusterIssuer',
      ],
      effect: 'the certificate is never issued',
    }),
};
