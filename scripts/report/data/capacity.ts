import { leastPods, mostPods, quotasIn, totalOf } from '../../check/rules/scale/quota-usage.ts';
import type { ClusterState } from '../../check/state/cluster-state.ts';
import { amount, numberOf } from './amounts.ts';
import type { NamespaceCapacity, QuotaAmount } from './rows/capacity.ts';
import { productOf } from './units.ts';

/** What is shown of a namespace even where no quota bounds it. */
const ALWAYS = ['pods', 'requests.cpu', 'requests.memory', 'limits.memory'];

/** What the pods of each namespace ask for at the least and at the most, against its quotas. */
export function capacityOf(state: ClusterState): readonly NamespaceCapacity[] {
  const quotas = quotasIn(state);
  const namespaces = new Set([
    ...state.workloads.map(({ namespace }) => namespace),
    ...quotas.map(({ resource }) => resource.namespace),
  ]);
  return [...namespaces].sort().map((namespace) => {
    const bounded = quotas
      .filter(({ resource }) => resource.namespace === namespace)
      .flatMap(({ resource, hard, workloads }) => {
        const [least, most] = [totalOf(state, workloads, atLeast), totalOf(state, workloads, atMost)];
        return [...hard].map(
          ([name, limit]): QuotaAmount => ({
            resource: name,
            min: amount(least, name),
            max: amount(most, name),
            hard: numberOf(limit),
            file: resource.found.file,
            line: resource.found.line,
          }),
        );
      });
    const all = state.workloadsIn(namespace);
    const [least, most] = [totalOf(state, all, atLeast), totalOf(state, all, atMost)];
    const open = ALWAYS.filter((name) => !bounded.some(({ resource }) => resource === name)).map(
      (name): QuotaAmount => ({ resource: name, min: amount(least, name), max: amount(most, name) }),
    );
    const owner = state.namespaces.get(namespace)?.resource;
    return {
      cluster: state.cluster,
      namespace,
      product:
        owner === undefined ? '' : (owner.labels['app.kubernetes.io/part-of'] ?? productOf(state, owner)),
      amounts: [...bounded, ...open].filter(({ hard, max }) => hard !== undefined || max > 0),
    };
  });

  function atLeast(workload: Parameters<typeof leastPods>[1]): number {
    return leastPods(state, workload);
  }

  function atMost(workload: Parameters<typeof mostPods>[1]): number {
    return mostPods(state, workload);
  }
}
