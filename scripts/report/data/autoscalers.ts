import type { ClusterState } from '../../check/state/cluster-state.ts';
import { numberAt } from '../../check/state/read.ts';
import type { Resource } from '../../check/state/resource.ts';
import { scaledWorkload, scaleOf, scalersIn } from '../../check/state/scales.ts';
import type { AutoscalerRow } from './rows/autoscaler.ts';
import { triggersOf } from './triggers.ts';
import { productOf } from './units.ts';

const PAUSED = ['autoscaling.keda.sh/paused', 'autoscaling.keda.sh/paused-replicas'];

/** Every autoscaler of a cluster: its bounds, and what it goes by. */
export function autoscalersOf(state: ClusterState): readonly AutoscalerRow[] {
  const scalers = scalersIn(state).map((scaler) => {
    const [, kind = '', , name = ''] = scaler.target.split('/');
    const workload = scaledWorkload(state, scaler);
    const owner = workload?.resource ?? scaler.resource;
    return rowOf(state, scaler.resource, scaler.kind, { ...scaler, target: `${kind} ${name}`, owner });
  });
  const jobs = state.workloads
    .filter(({ kind }) => kind === 'ScaledJob')
    .map((workload) => {
      const { min, max } = scaleOf(state, workload);
      const { resource, name } = workload;
      return rowOf(state, resource, 'ScaledJob', { min, max, target: `Jobs of ${name}`, owner: resource });
    });
  return [...scalers, ...jobs];
}

function rowOf(
  state: ClusterState,
  resource: Resource,
  kind: AutoscalerRow['kind'],
  { min, max, target, owner }: Pick<AutoscalerRow, 'min' | 'max' | 'target'> & { readonly owner: Resource },
): AutoscalerRow {
  const fallback = numberAt(resource.value, 'spec', 'fallback', 'replicas');
  return {
    cluster: state.cluster,
    namespace: resource.namespace,
    name: resource.name,
    kind,
    product: productOf(state, owner),
    target,
    min,
    max,
    triggers: triggersOf(resource),
    ...(fallback !== undefined && { fallback }),
    ...(PAUSED.some((name) => resource.annotations[name] !== undefined) && { paused: true }),
    file: resource.found.file,
    line: resource.found.line,
  };
}
