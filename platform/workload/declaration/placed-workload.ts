import type { WorkloadDeclaration } from './workload.ts';

/** A declared workload with its place: what a unit carries for others to see. */
export interface PlacedWorkload {
  readonly declaration: WorkloadDeclaration;
  readonly namespace: string;
  readonly product: string;
  /** Percent of its requests in 30 days that must not fail. */
  readonly availability: number;
  /** Whether its namespace belongs to the mesh, on clusters that have one. */
  readonly mesh: boolean;
  /** The path at which its product's load balancer checks pods, on clusters without a mesh. */
  readonly healthCheckPath?: string;
}
