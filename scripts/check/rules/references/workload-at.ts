import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import type { Workload } from '../../state/workload.ts';

const byName = remembered(
  ({ workloads }: ClusterState): ReadonlyMap<string, Workload> =>
    new Map(
      workloads.map((workload) => [placeOf(workload.namespace, workload.kind, workload.name), workload]),
    ),
);

function placeOf(namespace: string, kind: string, name: string): string {
  return `${namespace}/${kind}/${name}`;
}

/** The workload that a `scaleTargetRef` or the like names in the namespace of an object. */
export function workloadAt(
  state: ClusterState,
  { namespace }: Resource,
  reference: unknown,
): Workload | undefined {
  const kind = textAt(reference, 'kind') ?? 'Deployment';
  return byName(state).get(placeOf(namespace, kind, textAt(reference, 'name') ?? ''));
}
