import { type LabelSelector, matches } from '../../../cluster-model/objects/selector.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { at, isFields, list, listAt, text, textAt, textsAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import type { Workload } from '../../state/workload.ts';

/** A disruption budget, and the workloads whose pods it counts. */
export interface Budget {
  readonly resource: Resource;
  readonly workloads: readonly Workload[];
}

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;

/** A label selector as it was written; undefined for none. */
export function selectorAt(value: unknown): LabelSelector | undefined {
  if (!isFields(value)) return undefined;
  return {
    matchLabels: textsAt(value, 'matchLabels'),
    matchExpressions: listAt(value, 'matchExpressions').flatMap((expression) => {
      const key = textAt(expression, 'key');
      const operator = OPERATORS.find((each) => each === at(expression, 'operator'));
      if (key === undefined || operator === undefined) return [];
      return [{ key, operator, values: list(at(expression, 'values')).flatMap((each) => text(each) ?? []) }];
    }),
  };
}

export const budgetsIn = remembered((state: ClusterState): readonly Budget[] =>
  state.of('policy/PodDisruptionBudget').map((resource) => {
    const selector = selectorAt(
      resource.value.spec === undefined ? undefined : at(resource.value, 'spec', 'selector'),
    );
    return {
      resource,
      workloads:
        selector === undefined
          ? []
          : state.workloadsIn(resource.namespace).filter(({ labels }) => matches(selector, labels)),
    };
  }),
);

const budgetsByWorkload = remembered((state: ClusterState): ReadonlyMap<Workload, readonly Budget[]> => {
  const found = new Map<Workload, Budget[]>();
  for (const budget of budgetsIn(state)) {
    for (const workload of budget.workloads) found.set(workload, [...(found.get(workload) ?? []), budget]);
  }
  return found;
});

export function budgetsOf(state: ClusterState, workload: Workload): readonly Budget[] {
  return budgetsByWorkload(state).get(workload) ?? [];
}
