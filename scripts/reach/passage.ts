import type { Ports } from './ports.ts';

/** What is left of ports, and for which requests. */
export interface Passage {
  readonly ports: Ports;
  readonly conditions: readonly string[];
}

/** Something that lets a connection through, or not; the sentence starts with what it is about. */
export interface Reason {
  readonly passes: boolean;
  readonly says: string;
  /** Objects that decide, as `Kind namespace/name (file:line)`. */
  readonly objects: readonly string[];
  /** What to change first where it does not pass. */
  readonly change?: string;
}
