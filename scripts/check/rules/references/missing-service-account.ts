import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';

/** Pods of an account that is not there are refused one by one. */
export const missingServiceAccount: ClusterRule = {
  id: 'missing-service-account',
  severity: 'error',
  summary: 'A name of a ServiceAccount that is not in the namespace',
  breaks:
    'The API server refuses every pod that should run as it; only an event of the ReplicaSet says so. A binding to it gives nobody any right.',
  pitfalls: ['X-2'],
  failing: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      serviceAccountName: web
      containers: [{ name: web, image: registry.example.com/web:1.0.0 }]
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: webs, namespace: shop }
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
      serviceAccountName: web
      containers: [{ name: web, image: registry.example.com/web:1.0.0 }]
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: shop }
`,
  judge: (state) =>
    saidOfMissing(state, {
      targets: ['/ServiceAccount'],
      effect: ({ path }) =>
        path.includes('subjects') ? 'nobody has the rights that are given here' : 'no pod can run as it',
    }),
};
