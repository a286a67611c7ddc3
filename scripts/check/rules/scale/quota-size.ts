import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { plus } from '../../state/pod-resources.ts';
import { amountText } from '../../state/quantity.ts';
import { surgeOf } from '../../state/scales.ts';
import { deployment } from '../sample-workloads.ts';
import { leastPods, mostPods, type PodQuota, quotasIn, totalOf, usageOf } from './quota-usage.ts';
import { hpa } from './sample-scalers.ts';

const quota = (cpu: string) => `
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: shop, namespace: shop }
spec: { hard: { requests.cpu: "${cpu}" } }
`;
const web = deployment('web', { container: 'resources: { requests: { cpu: 500m } }' }) + hpa('web');

/** The quota stops the autoscaler, and nobody hears of it. */
export const quotaSize: ClusterRule = {
  id: 'quota-below-largest-scale',
  severity: 'warning',
  summary: 'A quota that the workloads of its namespace exceed at their largest scale, or at an update there',
  breaks:
    'Pods beyond the quota are not made: the autoscaler asks for replicas that never come, and at the ceiling an update has no place for its first new pod and hangs. Only events of the ReplicaSet say so.',
  pitfalls: ['X-31', 'X-32', 'X-33'],
  failing: quota('4') + web,
  passing: quota('7') + web,
  *judge(state) {
    for (const each of quotasIn(state)) yield* judge(state, each);
  },
};

function* judge(state: ClusterState, { resource, path, hard, workloads }: PodQuota): Iterable<Said> {
  const least = totalOf(state, workloads, (workload) => leastPods(state, workload));
  const most = totalOf(state, workloads, (workload) => mostPods(state, workload));
  for (const [name, limit] of hard) {
    const [needs, wants] = [least.get(name) ?? 0n, most.get(name) ?? 0n];
    const bare = name.replace(/^(requests|limits)\./, '');
    const text = (amount: bigint) => amountText(bare, amount);
    const said = (message: string, wanted: bigint, severity: Said['severity'] = 'warning'): Said => ({
      resource,
      path: [...path, name],
      severity,
      message,
      fix: `Write ${name}: ${text(wanted)} or more, or lower what the workloads ask for.`,
    });
    if (needs > limit) {
      yield said(
        `The workloads of ${resource.namespace} take ${text(needs)} of ${name} at their least, sidecars with them, and the quota has ${text(limit)}.`,
        needs,
        'error',
      );
    } else if (wants > limit) {
      yield said(
        `At their largest scale the workloads of ${resource.namespace} take ${text(wants)} of ${name}, sidecars with them, and the quota has ${text(limit)}.`,
        wants,
      );
    } else {
      const [first] = workloads
        .map((workload) => {
          const replicas = mostPods(state, workload);
          const surge = usageOf(state, workload, surgeOf(workload, replicas));
          return { workload, total: plus(most, surge).get(name) ?? 0n };
        })
        .filter(({ total }) => total > limit)
        .sort((one, other) => (one.total > other.total ? -1 : 1));
      if (first === undefined) continue;
      const { kind, name: workload } = first.workload;
      yield said(
        `While ${kind} ${workload} is updated at its largest scale, ${text(first.total)} of ${name} are taken, and the quota has ${text(limit)}: the update cannot move.`,
        first.total,
      );
    }
  }
}
