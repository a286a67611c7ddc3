import { containsLabels } from '../../../cluster-model/objects/selector.ts';
import type { ClusterRule } from '../../rule.ts';
import { textAt, textsAt } from '../../state/read.ts';
import { unseenNamespaces } from '../../state/unseen.ts';

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
    const unseen = unseenNamespaces(state);
    for (const resource of state.of('/Service')) {
      const selector = textsAt(resource.value, 'spec', 'selector');
      const isAlias = textAt(resource.value, 'spec', 'type') === 'ExternalName';
      if (isAlias || Object.keys(selector).length === 0 || unseen.has(resource.namespace)) continue;
      const workloads = state.workloadsIn(resource.namespace);
      if (workloads.some(({ labels }) => containsLabels(labels, selector))) continue;
      yield {
        resource,
        path: ['spec', 'selector'],
        message: `No pod in the namespace ${resource.namespace} has the labels ${labelsText(selector)}.`,
        fix: `Write labels that the template of a workload has${nearest(selector, workloads)}.`,
      };
    }
  },
};

function labelsText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

/** The workload that has most of the labels. */
function nearest(
  selector: Readonly<Record<string, string>>,
  workloads: readonly {
    readonly kind: string;
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
  }[],
): string {
  const [first] = workloads
    .map((workload) => ({
      workload,
      shared: Object.keys(selector).filter((key) => Object.hasOwn(workload.labels, key)).length,
    }))
    .filter(({ shared }) => shared > 0)
    .sort((one, other) => other.shared - one.shared);
  if (first === undefined) return '';
  const { kind, name, labels } = first.workload;
  const own = Object.fromEntries(Object.keys(selector).map((key) => [key, labels[key] ?? '']));
  return `; those of ${kind} ${name} are ${labelsText(own)}`;
}
