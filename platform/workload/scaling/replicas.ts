import type { Canary, Cluster } from '../../../clusters/index.ts';
import type { JobDeclaration, RunningDeclaration, WorkloadDeclaration } from '../declaration/workload.ts';

/** Bounds of the number of pods of one workload on one cluster. */
export interface Replicas {
  readonly min: number;
  readonly max: number;
}

/** What an update may add at once, as a share of the pods: it must fit the quota as well. */
const SURGE = 0.25;

/** What an update adds at a time: a number of pods, or a share of them. */
export function surgeOf({
  maxSurge,
}: RunningDeclaration): { readonly pods: number } | { readonly share: number } {
  return maxSurge === undefined ? { share: SURGE } : { pods: maxSurge };
}

/**
 * The declared bounds times the cluster's factor, rounded up. Two pods stay wherever two were declared:
 * with one, each drain of a node would be an outage.
 */
export function replicasOf(declaration: WorkloadDeclaration, cluster: Cluster): Replicas {
  if (declaration.kind === 'job') return jobsOf(declaration, cluster);
  const { scale } = declaration;
  const declared = scale.replicas === undefined ? scale : { min: scale.replicas, max: scale.replicas };
  const floor = Math.min(declared.min, 2);
  const scaled = (count: number): number => Math.max(floor, Math.ceil(count * cluster.replicaFactor));
  return { min: scaled(declared.min), max: scaled(declared.max) };
}

/** Jobs at once: at least one, or a small cluster would never get through its queue. */
function jobsOf({ max }: JobDeclaration, cluster: Cluster): Replicas {
  return { min: 0, max: Math.ceil(max * cluster.replicaFactor) };
}

/**
 * Bounds of the canary: its share of those of the workload, and at least two pods. In an A/B test the requests say
 * themselves where they go, so all of them may go to the canary.
 */
export function canaryReplicas({ weight, variant }: Canary, { min, max }: Replicas): Replicas {
  const share = (pods: number): number => Math.max(2, Math.ceil((pods * weight) / 100));
  const most = variant === undefined ? share(max) : Math.max(2, max);
  return { min: min === max ? most : share(min), max: most };
}

/**
 * The most pods that can exist at once, the surge of an update and a canary included. The pods of a canary
 * that everybody gets go last, after the update of the others: both have to fit at their lower bounds, or the update
 * would wait for pods to go that wait for the update.
 *
 * @param splits whether the workload can have a canary
 */
export function podsAtMost(
  declaration: WorkloadDeclaration,
  replicas: Replicas,
  canary: Canary | undefined,
  splits: boolean,
): number {
  // A new build comes with the next Job: nothing is replaced while it runs.
  if (declaration.kind === 'job') return replicas.max;
  const surge = surgeOf(declaration);
  const withSurge = (pods: number): number =>
    pods + ('pods' in surge ? surge.pods : Math.ceil(pods * surge.share));
  const stable = withSurge(replicas.max);
  if (canary !== undefined) return stable + withSurge(canaryReplicas(canary, replicas).max);
  return splits ? Math.max(stable, Math.max(2, replicas.min) + withSurge(replicas.min)) : stable;
}
