import type { Cluster } from '../../../clusters/index.ts';
import type { WorkloadDeclaration } from './declaration.ts';

/** Bounds of the number of pods of one workload on one cluster. */
export interface Replicas {
  readonly min: number;
  readonly max: number;
}

/** What an update may add at once, as a share of the pods: it must fit the quota as well. */
export const SURGE = 0.25;

/**
 * The declared bounds times the cluster's factor, rounded up. Two pods stay wherever two were declared:
 * with one, each drain of a node would be an outage.
 *
 * @throws when the declared bounds are not whole numbers from 1, or cross
 */
export function replicasOf({ name, scale }: WorkloadDeclaration, cluster: Cluster): Replicas {
  const declared = scale.replicas === undefined ? scale : { min: scale.replicas, max: scale.replicas };
  const whole = Number.isInteger(declared.min) && Number.isInteger(declared.max);
  if (!whole || declared.min < 1 || declared.max < declared.min) {
    throw new Error(
      `${name} scales from ${declared.min} to ${declared.max}. Both are whole numbers, the lower one at least 1 and not above the upper one.`,
    );
  }
  const floor = Math.min(declared.min, 2);
  const scaled = (count: number): number => Math.max(floor, Math.ceil(count * cluster.replicaFactor));
  return { min: scaled(declared.min), max: scaled(declared.max) };
}

/** Pods of the canary: its share of the largest fleet, and two at least. */
export function canaryReplicas(weight: number, { max }: Replicas): number {
  return Math.max(2, Math.ceil((max * weight) / 100));
}

/** The most pods that can exist at once while an update runs, canary included. */
export function podsAtMost(replicas: Replicas, canaryWeight: number | undefined): number {
  const stable = withSurge(replicas.max);
  return canaryWeight === undefined ? stable : stable + withSurge(canaryReplicas(canaryWeight, replicas));
}

function withSurge(pods: number): number {
  return pods + Math.ceil(pods * SURGE);
}
