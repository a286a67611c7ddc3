import type { ClusterState } from '../../state/cluster-state.ts';
import { textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import type { Workload } from '../../state/workload.ts';

/** The workload that a `scaleTargetRef` or the like names in the namespace of an object. */
export function workloadAt(
  state: ClusterState,
  { namespace }: Resource,
  reference: unknown,
): Workload | undefined {
  const kind = textAt(reference, 'kind') ?? 'Deployment';
  const name = textAt(reference, 'name');
  return state.workloadsIn(namespace).find((workload) => workload.kind === kind && workload.name === name);
}
