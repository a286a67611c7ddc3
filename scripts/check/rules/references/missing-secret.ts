import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';
import type { Reference } from './reference.ts';

/** A container whose Secret is not there is never started. */
export const missingSecret: ClusterRule = {
  id: 'missing-secret',
  severity: 'error',
  summary: 'A name of a Secret that nobody makes in the namespace',
  breaks:
    'A pod that reads it stays in CreateContainerConfigError or ContainerCreating; what else reads it does without, and says so only in a log.',
  pitfalls: ['X-1'],
  failing: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.0.0
          envFrom: [{ secretRef: { name: web-secrets } }]
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: web, namespace: shop }
spec:
  secretStoreRef: { kind: ClusterSecretStore, name: vault }
  target: { name: web-credentials }
  data: [{ secretKey: password, remoteRef: { key: shop/web } }]
`,
  passing: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.0.0
          envFrom: [{ secretRef: { name: web-credentials } }]
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: web, namespace: shop }
spec:
  secretStoreRef: { kind: ClusterSecretStore, name: vault }
  target: { name: web-credentials }
  data: [{ secretKey: password, remoteRef: { key: shop/web } }]
`,
  judge: (state) => saidOfMissing(state, { targets: ['/Secret'], effect: effectOfSecret }),
};

function effectOfSecret({ path }: Reference): string {
  if (path.includes('imagePullSecrets')) return 'images of a private registry are not pulled';
  if (path.includes('env') || path.includes('envFrom')) return 'the container is not started';
  if (path.includes('volumes')) return 'the pods stay in ContainerCreating';
  if (path.includes('tls')) return 'requests are answered with a certificate that no client trusts';
  return 'what it is for does not work';
}
