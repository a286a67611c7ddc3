import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';
import type { Reference } from './reference.ts';

/** A backend that is not there answers nobody. */
export const missingService: ClusterRule = {
  id: 'missing-service',
  severity: 'error',
  summary: 'A name of a Service that is not there, as a backend, a webhook or a further API has it',
  breaks: 'Requests are answered with 503, or the calls of the API server fail.',
  pitfalls: ['X-6'],
  failing: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  defaultBackend: { service: { name: webb, port: { number: 80 } } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: registry.example.com/web:1.0.0 }]
`,
  passing: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  defaultBackend: { service: { name: web, port: { number: 80 } } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: registry.example.com/web:1.0.0 }]
`,
  judge: (state) => saidOfMissing(state, { targets: ['/Service'], effect: effectOfService }),
};

function effectOfService({ resource: { kind } }: Reference): string {
  if (kind.endsWith('WebhookConfiguration'))
    return 'the API server cannot ask, and refuses or lets through what it should judge';
  if (kind === 'APIService') return 'the API that it serves is unavailable';
  if (kind === 'CustomResourceDefinition')
    return 'objects of the kind cannot be converted, and none of them can be read';
  return 'requests to it are answered with an error';
}
