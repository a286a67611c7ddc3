import type { Place } from './place.ts';

export interface FindingsData {
  readonly findings: readonly FindingRow[];
  readonly waivers: readonly WaiverRow[];
}

export interface FindingRow extends Place {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly cluster: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

/** Something that is found and meant to be. */
export interface WaiverRow extends Place {
  readonly rule: string;
  readonly object: string;
  readonly clusters: readonly string[];
  readonly reason: string;
  /** Empty for one that is written at the object itself. */
  readonly owner: string;
  /** How many findings it hides. */
  readonly hides: number;
}
