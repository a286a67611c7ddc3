import type { Bounds } from './fleet.ts';
import type { Place } from './place.ts';

export interface CapacityData {
  readonly namespaces: readonly NamespaceCapacity[];
  readonly pools: readonly PoolRow[];
}

/** What the pods of a namespace ask for, against its quotas. */
export interface NamespaceCapacity {
  readonly cluster: string;
  readonly namespace: string;
  readonly product: string;
  readonly amounts: readonly QuotaAmount[];
}

export interface QuotaAmount extends Bounds, Partial<Place> {
  /** As the quota calls it, such as `requests.cpu`. */
  readonly resource: string;
  /** Undefined where no quota bounds it. */
  readonly hard?: number | undefined;
}

/** Nodes of one kind, and what is asked of them. */
export interface PoolRow extends Partial<Place> {
  readonly cluster: string;
  readonly name: string;
  readonly kind: 'NodePool' | 'node group';
  /** The node groups of the contract that it stands for, often one a zone. */
  readonly groups: readonly string[];
  readonly instances: readonly string[];
  readonly capacityType: string;
  readonly zones: readonly string[];
  /** How many nodes it may have; undefined where only amounts bound it. */
  readonly nodes?: Bounds | undefined;
  readonly cpu: PoolAmount;
  readonly memory: PoolAmount;
}

export interface PoolAmount extends Bounds {
  /** What pods ask for that may go to other pools too. */
  readonly shared: Bounds;
  /** What all its nodes have; undefined where nothing bounds it. */
  readonly limit?: number | undefined;
  /** What one pod of each DaemonSet asks for on every node. */
  readonly perNode: number;
}
