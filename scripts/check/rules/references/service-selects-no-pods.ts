import type { ClusterRule } from '../../rule.ts';
import { textAt, textsAt } from '../../state/read.ts';
import { findsPods, hasNoPods } from '../../state/selected.ts';
import { isAddOnNamespace } from '../../state/unseen.ts';
import { labelsText } from '../labels-text.ts';
import { nearestLabels } from './nearest-labels.ts';

/** Requests to a Service without pods are refused, and nothing says why. */
export const serviceSelectsNoPods: ClusterRule = {
  id: 'service-selects-no-pods',
  severity: 'error',
  summary: 'A Service whose selector matches the pods of no workload in its namespace',
  breaks: 'Every connection to the Service is refused at once. The Service itself looks healthy.',
  pitfalls: ['X-6'],
  failing: `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: webb }
  ports: [{ port: 80 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: registry.example.com/web:1.0.0 }] }
`,
  passing: `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ port: 80 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: registry.example.com/web:1.0.0 }] }
`,
  *judge(state) {
    for (const resource of state.of('/Service')) {
      const selector = textsAt(resource.value, 'spec', 'selector');
      const isAlias = textAt(resource.value, 'spec', 'type') === 'ExternalName';
      if (isAlias || Object.keys(selector).length === 0) continue;
      const { namespace } = resource;
      const asked = { matchLabels: selector };
      const found = findsPods(state, namespace, asked);
      if (found === true) continue;
      const near = nearestLabels(state, namespace, asked);
      if (found === undefined && !hasNoPods(state, namespace)) continue;
      yield {
        resource,
        path: ['spec', 'selector'],
        message: `No pod in the namespace ${namespace} has the labels ${labelsText(selector)}.`,
        fix: `Write labels that the template of a workload has${near}.`,
        // Where add-ons are, others may have installed the pods.
        ...(isAddOnNamespace(namespace) && { severity: 'warning' as const }),
      };
    }
  },
};
