import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { type PodResources, plus, podResources, times } from '../../state/pod-resources.ts';
import { type Amounts, amountOf, amountsOf } from '../../state/quantity.ts';
import { at, listAt, numberAt, type Path, places, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { scaleOf } from '../../state/scales.ts';
import type { Workload } from '../../state/workload.ts';

/** A quota of pods, with the workloads that it counts. */
export interface PodQuota {
  readonly resource: Resource;
  readonly path: Path;
  readonly hard: Amounts;
  readonly workloads: readonly Workload[];
}

/** The quotas of the cluster, each with what it counts. */
export const quotasIn = remembered((state: ClusterState): readonly PodQuota[] =>
  state
    .of('/ResourceQuota')
    .filter(({ isExtract }) => !isExtract)
    .map((resource) => ({
      resource,
      path: ['spec', 'hard'],
      hard: amountsOf(at(resource.value, 'spec', 'hard')),
      workloads: state
        .workloadsIn(resource.namespace)
        .filter((workload) => !workload.isMade && isCounted(state, resource, workload)),
    })),
);

const NONE: readonly unknown[] = [];

/** Whether the scopes of a quota take a pod in. */
function isCounted(state: ClusterState, { value }: Resource, workload: Workload): boolean {
  const scopes = listAt(value, 'spec', 'scopes').map((name) => ({
    name,
    values: NONE,
    operator: 'Exists',
  }));
  const selected = [...places(value, 'spec.scopeSelector.matchExpressions[]')].map(({ value: each }) => ({
    name: textAt(each, 'scopeName'),
    values: listAt(each, 'values'),
    operator: textAt(each, 'operator') ?? 'Exists',
  }));
  return [...scopes, ...selected].every(({ name, values, operator }) => {
    if (name === 'PriorityClass') {
      const own = textAt(workload.spec, 'priorityClassName');
      if (operator === 'Exists') return own !== undefined;
      if (operator === 'DoesNotExist') return own === undefined;
      return values.includes(own) === (operator === 'In');
    }
    const ends = numberAt(workload.spec, 'activeDeadlineSeconds') !== undefined;
    if (name === 'Terminating') return ends;
    if (name === 'NotTerminating') return !ends;
    const { requests, limits } = podResources(state, workload);
    const asksNothing = requests.size === 0 && limits.size === 0;
    if (name === 'BestEffort') return asksNothing;
    if (name === 'NotBestEffort') return !asksNothing;
    return false;
  });
}

/** What some pods of a workload count for in a quota. */
export function usageOf(state: ClusterState, workload: Workload, pods: number): Amounts {
  const { requests, limits }: PodResources = podResources(state, workload);
  const named = (prefix: string, amounts: Amounts): Amounts =>
    new Map([...amounts].map(([name, amount]) => [`${prefix}${name}`, amount]));
  const one = new Map([
    ...named('requests.', requests),
    ...named('limits.', limits),
    ...[...requests].filter(([name]) => name === 'cpu' || name === 'memory' || name === 'ephemeral-storage'),
    ['pods', amountOf(1)] as const,
    ['count/pods', amountOf(1)] as const,
  ]);
  return times(one, pods);
}

/** What all workloads of a quota take at some scale. */
export function totalOf(
  state: ClusterState,
  workloads: readonly Workload[],
  podsOf: (workload: Workload) => number,
): Amounts {
  let total: Amounts = new Map();
  for (const workload of workloads) total = plus(total, usageOf(state, workload, podsOf(workload)));
  return total;
}

/** The most pods that a workload has; of a DaemonSet one is counted, since nobody here knows the nodes. */
export function mostPods(state: ClusterState, workload: Workload): number {
  return workload.kind === 'DaemonSet' ? 1 : scaleOf(state, workload).max;
}

export function leastPods(state: ClusterState, workload: Workload): number {
  return workload.kind === 'DaemonSet' ? 1 : scaleOf(state, workload).min;
}
