import type { ClusterRule } from '../../rule.ts';
import { at } from '../../state/read.ts';
import { keyOf, titleOf } from '../../state/resource.ts';
import { selectedIn } from '../../state/selected.ts';
import { selectorText, selects } from '../../state/selects.ts';
import type { Workload } from '../../state/workload.ts';

const workload = (name: string, labels: string) => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { ${labels} } }
  template:
    metadata: { labels: { ${labels} } }
    spec: { containers: [{ name: web, image: registry.example.com/web:1.0.0 }] }
`;

const CONTROLLERS = new Set([
  'Deployment',
  'StatefulSet',
  'ReplicaSet',
  'DaemonSet',
  'Rollout',
  'ReplicationController',
]);

/** Controllers find their pods by labels alone. */
export const workloadsSharePods: ClusterRule = {
  id: 'workloads-share-pods',
  severity: 'error',
  summary: 'Two workloads of a namespace of which one selects the pods of the other',
  breaks:
    'Autoscalers, budgets and rollouts count the pods of both; controllers may adopt or delete what is not theirs.',
  pitfalls: ['X-15'],
  failing: workload('web', 'app: web') + workload('web-canary', 'app: web'),
  passing: workload('web', 'app: web, track: stable') + workload('web-canary', 'app: web, track: canary'),
  *judge(state) {
    const told = new Set<string>();
    for (const one of state.workloads) {
      if (!isController(one)) continue;
      const selector = at(one.resource.value, 'spec', 'selector');
      for (const other of selectedIn(state, one.namespace, selector)) {
        // Of one name there are two manifests of one workload.
        if (keyOf(other.resource) === keyOf(one.resource) || !isController(other)) continue;
        const both = [one, other]
          .map(({ resource }) => titleOf(resource))
          .sort()
          .join();
        if (told.has(both)) continue;
        told.add(both);
        const back = at(other.resource.value, 'spec', 'selector');
        const isMutual = selects(back, one.labels);
        const isOfCharts = one.resource.isExtract && other.resource.isExtract;
        // The more exact of two is the one that is right.
        yield {
          resource: one.resource,
          path: ['spec', 'selector'],
          message: `Its selector ${selectorText(selector)} matches the pods of ${titleOf(other.resource)} too${isMutual ? ', and that of the other its own' : ''}.`,
          fix: 'Give the pods of each a label that tells them apart, and select by it.',
          ...(isOfCharts ? { severity: 'info' as const } : !isMutual && { severity: 'warning' as const }),
        };
      }
    }
  },
};

function isController({ kind, isMade }: Workload): boolean {
  return CONTROLLERS.has(kind) && !isMade;
}
