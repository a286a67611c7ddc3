import type { Image } from '../../../clusters/index.ts';
import type { Endpoint } from '../../kit/network/endpoint.ts';
import type { Context } from '../../unit/unit.ts';
import type { PlacedWorkload } from '../declaration/placed-workload.ts';
import type { RunningDeclaration, WorkloadDeclaration } from '../declaration/workload.ts';
import type { SidecarResources } from '../pods/sidecar.ts';
import type { Replicas } from '../scaling/replicas.ts';
import type { Destination } from './destination.ts';

/** A workload on one cluster: the declaration, and everything that the cluster decides about it. */
export interface Placement<Declaration extends WorkloadDeclaration = WorkloadDeclaration>
  extends PlacedWorkload {
  readonly declaration: Declaration;
  readonly context: Context;
  /** The proxy beside each pod; none outside the mesh. */
  readonly sidecar: SidecarResources | undefined;
  readonly image: Image;
  readonly replicas: Replicas;
  readonly destinations: readonly Destination[];
  readonly callers: readonly Endpoint[];
  /** Environment variables that are not secrets: the declared ones and the addresses of what it calls. */
  readonly config: Readonly<Record<string, string>>;
}

/** The same for a workload with a Deployment. */
export type RunningPlacement = Placement<RunningDeclaration>;
