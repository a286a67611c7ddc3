import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at } from '../../state/read.ts';
import { scaleOf, share } from '../../state/scales.ts';
import { deployment } from '../sample-workloads.ts';
import { type Budget, budgetsIn } from './budgets.ts';
import { budget } from './sample-budget.ts';

/** Kinds whose pods come back under another name, so that a budget can count them. */
const COUNTED = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController', 'Rollout']);

/** A budget that lets no pod go keeps its node for ever. */
export const budgetBlocksDrain: ClusterRule = {
  id: 'budget-blocks-drain',
  severity: 'warning',
  summary: 'A disruption budget that allows no pod to go, or any number of them',
  breaks:
    'No node with such a pod can be drained: updates of nodes hang, Karpenter and the Cluster Autoscaler keep the node, and after hours somebody forces it. A budget that lets all pods go protects nothing.',
  pitfalls: ['X-101', 'X-103'],
  failing: deployment('web', { spec: 'replicas: 2' }) + budget('web', 'minAvailable: 2'),
  passing: deployment('web', { spec: 'replicas: 2' }) + budget('web', 'maxUnavailable: 1'),
  *judge(state) {
    for (const each of budgetsIn(state)) yield* judge(state, each);
  },
};

function* judge(state: ClusterState, { resource, workloads }: Budget): Iterable<Said> {
  // What an operator makes is a StatefulSet.
  const counted = workloads.filter(({ kind, isMade }) => COUNTED.has(kind) || isMade);
  const [first] = counted;
  if (first === undefined || counted.length < workloads.length) return;
  const least = counted.reduce((sum, workload) => sum + scaleOf(state, workload).min, 0);
  const most = counted.reduce((sum, workload) => sum + scaleOf(state, workload).max, 0);
  const minAvailable = at(resource.value, 'spec', 'minAvailable');
  const maxUnavailable = at(resource.value, 'spec', 'maxUnavailable');
  const of = `${first.kind} ${first.name}`;
  if (minAvailable !== undefined && !isImpossible(minAvailable)) {
    const path = ['spec', 'minAvailable'];
    const kept = share(minAvailable, least, 'up');
    if (kept !== undefined && kept >= least && least > 0) {
      yield {
        resource,
        path,
        message: `${of} has ${least} ${least === 1 ? 'pod' : 'pods'} at its least, and ${kept} must stay: none may go, and no node with one is drained.`,
        fix:
          least === 1
            ? 'Run two replicas or more, with maxUnavailable: 1; or remove the budget.'
            : 'Write maxUnavailable: 1.',
      };
    } else if (share(minAvailable, most, 'up') === 0 && most > 1) {
      yield {
        resource,
        path,
        message: `minAvailable ${String(minAvailable)} lets all pods of ${of} go at once.`,
        fix: 'Write maxUnavailable: 1.',
      };
    }
  }
  if (maxUnavailable !== undefined && most > 0 && !isImpossible(maxUnavailable)) {
    const path = ['spec', 'maxUnavailable'];
    const away = share(maxUnavailable, most, 'up');
    if (away === 0) {
      yield {
        resource,
        path,
        message: `No pod of ${of} may go: no node with one is drained.`,
        fix: 'Write maxUnavailable: 1.',
      };
    } else if (away !== undefined && away >= most && most > 1) {
      yield {
        resource,
        path,
        message: `maxUnavailable ${String(maxUnavailable)} lets all ${most} pods of ${of} go at once.`,
        fix: 'Write maxUnavailable: 1.',
      };
    }
  }
}

/** More than all is refused by the API server, and said elsewhere. */
function isImpossible(value: unknown): boolean {
  return typeof value === 'string' && Number(/^(\d+)%$/.exec(value)?.[1] ?? 0) > 100;
}
