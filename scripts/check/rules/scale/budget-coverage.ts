import { containsLabels } from '../../../cluster-model/objects/selector.ts';
import type { ClusterRule } from '../../rule.ts';
import { objectsIn } from '../../state/by-namespace.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, textsAt } from '../../state/read.ts';
import { titleOf } from '../../state/resource.ts';
import { unseenNamespaces } from '../../state/unseen.ts';
import type { Workload } from '../../state/workload.ts';
import { deployment } from '../sample-workloads.ts';
import { budgetsIn, budgetsOf } from './budgets.ts';
import { budget } from './sample-budget.ts';

const labelled = (name: string) => deployment(name, { spec: 'replicas: 2', labels: 'tier: all' });

/** A budget counts the pods of one workload, and each pod has one budget. */
export const budgetCoverage: ClusterRule = {
  id: 'budget-coverage',
  severity: 'warning',
  summary:
    'A disruption budget over no pod, over several workloads, or over pods that another one counts already',
  breaks:
    'Over no pod it protects nothing. Over several workloads one of them may lose all its pods while the sum is enough. With two budgets on a pod the API server refuses its eviction: no node with it is drained.',
  pitfalls: ['X-101', 'X-103'],
  failing:
    labelled('web') +
    labelled('api') +
    budget('web', 'maxUnavailable: 1').replace('matchLabels: { app: web }', 'matchLabels: { tier: all }'),
  passing: labelled('web') + labelled('api') + budget('web', 'maxUnavailable: 1'),
  *judge(state) {
    const unseen = unseenNamespaces(state);
    for (const { resource, workloads } of budgetsIn(state)) {
      const path = ['spec', 'selector'];
      if (workloads.length === 0) {
        if (
          resource.isExtract ||
          unseen.has(resource.namespace) ||
          at(resource.value, 'spec', 'selector') === undefined
        )
          continue;
        const isEmptyNamespace = state.workloadsIn(resource.namespace).length === 0;
        if (isEmptyNamespace && state.namespaces.get(resource.namespace)?.resource === undefined) continue;
        yield {
          resource,
          path,
          message: 'It counts no pod: no workload of its namespace has the labels.',
          fix: 'Write the labels of the pods that it is for.',
        };
        continue;
      }
      const names = new Set(workloads.map(({ name }) => name));
      const areOurs = !workloads.every(({ resource: { isExtract } }) => isExtract);
      if (names.size > 1 && areOurs && !areVersions(state, workloads)) {
        yield {
          resource,
          path,
          message: `It counts the pods of ${workloads.length} workloads together: ${[...names].slice(0, 4).join(', ')}.`,
          fix: 'Write a budget for each workload, with labels that only its pods have.',
        };
      }
      const transient = workloads.find(({ kind }) =>
        ['Job', 'CronJob', 'ScaledJob', 'DaemonSet'].includes(kind),
      );
      const isShare =
        at(resource.value, 'spec', 'maxUnavailable') !== undefined ||
        typeof at(resource.value, 'spec', 'minAvailable') === 'string';
      if (transient !== undefined && isShare && !resource.isExtract) {
        yield {
          resource,
          path,
          message: `It counts the pods of ${titleOf(transient.resource)}, of which nobody knows how many there should be: it allows none to go.`,
          fix:
            transient.kind === 'DaemonSet'
              ? 'Remove it: a drain leaves the pods of DaemonSets.'
              : 'Remove it, or write minAvailable as a number.',
        };
      }
    }
    for (const workload of state.workloads) {
      const [first, second] = budgetsOf(state, workload);
      if (first === undefined || second === undefined) continue;
      yield {
        resource: second.resource,
        path: ['spec', 'selector'],
        severity: 'error',
        message: `${titleOf(first.resource)} counts the pods of ${titleOf(workload.resource)} too: their eviction is refused.`,
        fix: 'Keep one budget for each pod.',
      };
    }
  },
};

/** Whether some workloads are versions of one: a Service sends to all of them. */
function areVersions(state: ClusterState, workloads: readonly Workload[]): boolean {
  const namespace = workloads[0]?.namespace ?? '';
  return objectsIn(state, namespace, '/Service').some(({ value }) => {
    const selector = textsAt(value, 'spec', 'selector');
    return (
      Object.keys(selector).length > 0 && workloads.every(({ labels }) => containsLabels(labels, selector))
    );
  });
}
