import type { Interval } from '../../../reach/ports.ts';
import type { Role } from './data.ts';

/** Peers of `reach` that have to get through, each of the first to each of the second. */
export interface Way {
  readonly from: readonly string[];
  /** Those that may as well and need not, as the migration of a workload. */
  readonly besides?: readonly string[];
  readonly to: readonly string[];
  readonly ports: readonly Interval[];
}

/** What somebody declares: one node reaches another. */
export interface Claim {
  /** Nodes of the picture. */
  readonly from: string;
  readonly to: string;
  readonly role: Role;
  readonly says: string;
  /** All that has to be open; empty where no policy judges it, as with a load balancer of AWS. */
  readonly ways: readonly Way[];
}

export function tcp(number: number): Interval {
  return { protocol: 'TCP', first: number, last: number };
}
