import type { STEP_NAMES } from '../step-names.ts';
import type { ClusterTree, Edits } from './cluster-tree.ts';

export type StepName = (typeof STEP_NAMES)[number];

/** A text of a source file in whose place another one stands. */
export interface SourceEdit {
  readonly file: string;
  readonly text: string | RegExp;
  readonly instead: string;
}

/** Something that is broken on purpose, so that a step of `npm run verify` shows that it would say so. */
export type DeliberateMistake = {
  /** Short and unique within its step. */
  readonly name: string;
  /** The step that has to catch it. */
  readonly step: StepName;
  /** What is wrong then, in a line; with the pitfall (X-…) that it is one of, where there is such a row. */
  readonly breaks: string;
  /** What has to be among the words of the step: it fails for this reason and no other. */
  readonly says: string;
} & (
  | {
      /** What a cluster has, of its own accord, where there is something to break; left out: every fleet has it. */
      readonly needs?: (cluster: ClusterTree) => boolean;
      /** Breaks the rendered objects of a cluster; no edits where it has nothing of the kind. */
      readonly tree: (cluster: ClusterTree) => Edits;
    }
  | { readonly source: readonly SourceEdit[] }
);
