import type { Workflow } from './workflow.ts';

/** Something that no workflow may do. */
export interface Rule {
  readonly id: string;
  /** What goes wrong otherwise. */
  readonly breaks: string;
  /** A workflow that breaks the rule, and one that keeps it: the tests hold both against it. */
  readonly fails: string;
  readonly passes: string;
  /** Where a workflow breaks it, and what to write instead. */
  find(workflow: Workflow): readonly string[];
}
