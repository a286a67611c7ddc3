import type { Cluster } from '../../../clusters/index.ts';
import type { Scale, WorkloadDeclaration } from './declaration.ts';

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
 */
export function replicasOf(scale: Scale, cluster: Cluster): Replicas {
  const declared = 'replicas' in scale ? { min: scale.replicas, max: scale.replicas } : scale;
  if (!Number.isInteger(declared.min) || declared.min < 1 || declared.max < declared.min) {
    throw new Error(`scale from ${declared.min} to ${declared.max}: the lower bound is a whole number from 1, the upper one not below it.`);
  }
  const floor = Math.min(declared.min, 2);
  const scaled = (count: number): number => Math.max(floor, Math.ceil(count * cluster.replicaFactor));
  return { min: scaled(declared.min), max: scaled(declared.max) };
}

/** Whether an autoscaler owns the number of pods; then no manifest may say it. */
export function isAutoscaled(declaration: WorkloadDeclaration): boolean {
  return !('replicas' in declaration.scale);
}

/** Pods of the canary: its share of the largest fleet, and two at least. */
export function canaryReplicas(weight: number, { max }: Replicas): number {
  return Math.max(2, Math.ceil((max * weight) / 100));
}

/** The most pods that can exist at once while an update runs, canary included. */
export function podsAtMost(replicas: Replicas, canaryWeight: number | undefined): number {
  const stable = replicas.max + Math.ceil(replicas.max * SURGE);
  if (canaryWeight === undefined) return stable;
  const canary = canaryReplicas(canaryWeight, replicas);
  return stable + canary + Math.ceil(canary * SURGE);
}
