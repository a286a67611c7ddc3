import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';

/** A container whose ConfigMap is not there is never started. */
export const missingConfigMap: ClusterRule = {
  id: 'missing-config-map',
  severity: 'error',
  summary: 'A name of a ConfigMap that nobody makes in the namespace',
  breaks: 'Pods that read it stay in CreateContainerConfigError or ContainerCreating.',
  pitfalls: ['X-1', 'X-3'],
  failing: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: registry.example.com/web:1.0.0 }]
      volumes: [{ name: settings, configMap: { name: web-setings } }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: web-settings, namespace: shop }
data: { mode: fast }
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
      containers: [{ name: web, image: registry.example.com/web:1.0.0 }]
      volumes: [{ name: settings, configMap: { name: web-settings } }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: web-settings, namespace: shop }
data: { mode: fast }
`,
  judge: (state) =>
    saidOfMissing(state, {
      targets: ['/ConfigMap'],
      effect: ({ path }) =>
        path.includes('volumes') ? 'the pods stay in ContainerCreating' : 'the container is not started',
    }),
};
