import type { Reason } from '../passage.ts';

/** What becomes of a call at one side of it. */
export interface Judgement {
  /** Undefined where nothing passes; else what a request has to be. */
  readonly conditions: readonly string[] | undefined;
  readonly reasons: readonly Reason[];
}

export const PASSES: Judgement = { conditions: [], reasons: [] };

/** The one that lets most requests through. */
export function widest(judgements: readonly Judgement[]): Judgement | undefined {
  const open = judgements.filter(({ conditions }) => conditions !== undefined);
  const asked = ({ conditions = [] }: Judgement) => conditions.length;
  return [...open].sort((one, other) => asked(one) - asked(other))[0] ?? judgements[0];
}
