import { groupOf } from '../../charts/inventory/cluster-wide.ts';
import { byDefault } from '../../cluster-model/defaults/defaults.ts';
import { JOB } from '../../cluster-model/defaults/embedded-specs.ts';
import type { ClusterState } from './cluster-state.ts';
import { remembered } from './memory.ts';
import { fields, numberAt, textAt } from './read.ts';
import { keyOf, type Resource } from './resource.ts';
import type { Workload } from './workload.ts';

/** Something that writes the replicas of a workload. */
export interface Scaler {
  readonly resource: Resource;
  readonly kind: 'HorizontalPodAutoscaler' | 'ScaledObject';
  /** Whose replicas, as `<group>/<kind>/<namespace>/<name>`. */
  readonly target: string;
  readonly min: number;
  readonly max: number;
}

/** How many pods a workload may have at a time, updates left out. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly scalers: readonly Scaler[];
}

/** Every HorizontalPodAutoscaler and ScaledObject that names a target. */
export const scalersIn = remembered((state: ClusterState): readonly Scaler[] =>
  state
    .of('autoscaling/HorizontalPodAutoscaler', 'keda.sh/ScaledObject')
    .flatMap((resource): readonly Scaler[] => {
      const target = targetOf(resource);
      if (target === undefined) return [];
      const spec = fields(resource.value.spec);
      if (resource.kind === 'ScaledObject') {
        const idle = numberAt(spec, 'idleReplicaCount');
        return [
          {
            resource,
            kind: 'ScaledObject',
            target,
            min: Math.min(
              numberAt(spec, 'minReplicaCount') ?? byDefault('keda.sh/ScaledObject', 'spec.minReplicaCount'),
              idle ?? Number.POSITIVE_INFINITY,
            ),
            max:
              numberAt(spec, 'maxReplicaCount') ?? byDefault('keda.sh/ScaledObject', 'spec.maxReplicaCount'),
          },
        ];
      }
      const min =
        numberAt(spec, 'minReplicas') ?? byDefault('autoscaling/HorizontalPodAutoscaler', 'spec.minReplicas');
      return [
        {
          resource,
          kind: 'HorizontalPodAutoscaler',
          target,
          min,
          max: numberAt(spec, 'maxReplicas') ?? min,
        },
      ];
    }),
);

const scalersByTarget = remembered((state: ClusterState): ReadonlyMap<string, readonly Scaler[]> => {
  const found = new Map<string, Scaler[]>();
  for (const scaler of scalersIn(state)) {
    const others = found.get(scaler.target);
    if (others === undefined) found.set(scaler.target, [scaler]);
    else others.push(scaler);
  }
  return found;
});

/** What writes the replicas of an object. */
export function scalersOf(state: ClusterState, resource: Resource): readonly Scaler[] {
  return scalersByTarget(state).get(keyOf(resource)) ?? [];
}

/** What an autoscaler says that it scales; a ScaledObject means a Deployment where it says no kind. */
export function targetOf({ kind, namespace, value }: Resource): string | undefined {
  const reference = fields(fields(value.spec).scaleTargetRef);
  const name = textAt(reference, 'name');
  if (name === undefined) return undefined;
  const isOfKeda = kind === 'ScaledObject';
  const ofKind =
    textAt(reference, 'kind') ??
    (isOfKeda ? byDefault('keda.sh/ScaledObject', 'spec.scaleTargetRef.kind') : '');
  const apiVersion = textAt(reference, 'apiVersion') ?? (isOfKeda ? 'apps/v1' : '');
  return `${groupOf(apiVersion)}/${ofKind}/${namespace}/${name}`;
}

const workloadsByKey = remembered(
  (state: ClusterState): ReadonlyMap<string, Workload> =>
    new Map(state.workloads.map((workload) => [keyOf(workload.resource), workload])),
);

/** The workload that an autoscaler scales, where it is here. */
export function scaledWorkload(
  state: ClusterState,
  { target }: Pick<Scaler, 'target'>,
): Workload | undefined {
  return workloadsByKey(state).get(target);
}

/** How many pods a workload may have; of a DaemonSet one a node, which nobody here can count. */
export function scaleOf(state: ClusterState, workload: Workload): Scale {
  const { resource } = workload;
  const { kind, value } = resource;
  const spec = fields(value.spec);
  const scalers = scalersOf(state, resource);
  if (scalers.length > 0) {
    return {
      min: Math.min(...scalers.map(({ min }) => min)),
      max: Math.max(...scalers.map(({ max }) => max)),
      scalers,
    };
  }
  if (kind === 'Job') return fixed(parallel(spec));
  if (kind === 'CronJob') return { min: 0, max: parallel(fields(fields(spec.jobTemplate).spec)), scalers };
  if (kind === 'ScaledJob') {
    const jobs = numberAt(spec, 'maxReplicaCount') ?? byDefault('keda.sh/ScaledJob', 'spec.maxReplicaCount');
    const min = numberAt(spec, 'minReplicaCount') ?? byDefault('keda.sh/ScaledJob', 'spec.minReplicaCount');
    return { min, max: jobs * parallel(fields(spec.jobTargetRef)), scalers };
  }
  return fixed(numberAt(spec, 'replicas') ?? byDefault('apps/Deployment', 'spec.replicas'));
}

function parallel(job: unknown): number {
  const [parallelism, completions] = [
    numberAt(job, 'parallelism') ?? JOB.parallelism,
    numberAt(job, 'completions'),
  ];
  return Math.min(parallelism, completions ?? Number.POSITIVE_INFINITY);
}

function fixed(replicas: number): Scale {
  return { min: replicas, max: replicas, scalers: [] };
}

/** How many pods a number or a percentage comes to. */
export function share(value: unknown, of: number, round: 'up' | 'down'): number | undefined {
  if (typeof value === 'number') return value;
  const percent = typeof value === 'string' ? /^(\d+)%$/.exec(value) : null;
  if (percent === null) {
    return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
  }
  const part = (Number(percent[1]) * of) / 100;
  return round === 'up' ? Math.ceil(part) : Math.floor(part);
}

/** How many pods more than its replicas a workload has while it is updated. */
export function surgeOf({ kind, resource }: Workload, replicas: number): number {
  if (kind !== 'Deployment') return 0;
  const strategy = fields(fields(resource.value.spec).strategy);
  return strategy.type === 'Recreate' ? 0 : surgeOfUpdate(strategy, replicas);
}

/** How many pods may be away while a Deployment is updated. */
export function unavailableOf({ resource }: Workload, replicas: number): number {
  const strategy = fields(fields(resource.value.spec).strategy);
  if (strategy.type === 'Recreate') return replicas;
  const away =
    share(
      fields(strategy.rollingUpdate).maxUnavailable ??
        byDefault('apps/Deployment', 'spec.strategy.rollingUpdate.maxUnavailable'),
      replicas,
      'down',
    ) ?? 0;
  return surgeOfUpdate(strategy, replicas) === 0 && away === 0 ? 1 : away;
}

function surgeOfUpdate(strategy: unknown, replicas: number): number {
  return (
    share(
      fields(fields(strategy).rollingUpdate).maxSurge ??
        byDefault('apps/Deployment', 'spec.strategy.rollingUpdate.maxSurge'),
      replicas,
      'up',
    ) ?? 0
  );
}
