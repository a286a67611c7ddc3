import type { ClusterState } from './cluster-state.ts';
import type { Finding } from './finding.ts';

/** What a rule has to say of an object; the rule's name follows from the table. */
export type Said = Omit<Finding, 'rule'>;

/** Something that has to hold for charts and our objects together. */
export interface Rule {
  readonly name: string;
  /** What it keeps from breaking. */
  readonly proves: string;
  judges(state: ClusterState): readonly Said[] | Promise<readonly Said[]>;
}
