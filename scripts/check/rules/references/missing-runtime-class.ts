import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';

/** Admission looks the class up when a pod is made, and not before. */
export const missingRuntimeClass: ClusterRule = {
  id: 'missing-runtime-class',
  severity: 'error',
  summary: 'A class of container runtimes that is not there',
  breaks: 'The API server refuses every pod that names it.',
  pitfalls: ['X-25'],
  failing: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      runtimeClassName: sandbox
      containers: [{ name: web, image: registry.example.com/web:1.0.0 }]
---
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: { name: sandboxed }
handler: runsc
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
      runtimeClassName: sandboxed
      containers: [{ name: web, image: registry.example.com/web:1.0.0 }]
---
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: { name: sandboxed }
handler: runsc
`,
  judge: (state) =>
    saidOfMissing(state, {
      targets: ['node.k8s.io/RuntimeClass'],
      effect: 'the API server refuses the pods',
    }),
};
