import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';

/** Admission looks the class up when a pod is made, and not before. */
export const missingPriorityClass: ClusterRule = {
  id: 'missing-priority-class',
  severity: 'error',
  summary: 'A class of priority that is not there',
  breaks: 'The API server refuses every pod that names it.',
  pitfalls: ['X-109'],
  failing: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      priorityClassName: critical
      containers: [{ name: web, image: registry.example.com/web:1.0.0 }]
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: { name: business-critical }
value: 1000
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
      priorityClassName: business-critical
      containers: [{ name: web, image: registry.example.com/web:1.0.0 }]
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: { name: business-critical }
value: 1000
`,
  judge: (state) =>
    saidOfMissing(state, {
      targets: ['scheduling.k8s.io/PriorityClass'],
      effect: 'the API server refuses the pods',
    }),
};
