import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';

/** A store that is not there yields nothing. */
export const missingSecretStore: ClusterRule = {
  id: 'missing-secret-store',
  severity: 'error',
  summary: 'A store of secrets that is not there',
  breaks: 'The Secret is never written, and pods that read it do not start.',
  failing: `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: web, namespace: shop }
spec:
  secretStoreRef: { kind: SecretStore, name: vaults }
  data: [{ secretKey: password, remoteRef: { key: shop/web } }]
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: vault, namespace: shop }
spec: { provider: { vault: { server: "https://vault.example.com", path: secret } } }
`,
  passing: `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: web, namespace: shop }
spec:
  secretStoreRef: { kind: SecretStore, name: vault }
  data: [{ secretKey: password, remoteRef: { key: shop/web } }]
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: vault, namespace: shop }
spec: { provider: { vault: { server: "https://vault.example.com", path: secret } } }
`,
  judge: (state) =>
    saidOfMissing(state, {
      targets: [
        'external-secrets.io/SecretStore',
        'external-secrets.io/ClusterSecretStore',
        'secrets.hashicorp.com/VaultAuth',
        'secrets.hashicorp.com/VaultConnection',
        'secrets-store.csi.x-k8s.io/SecretProviderClass',
        'generators.external-secrets.io/Password',
      ],
      effect: 'no secret is read',
    }),
};
