import type { Trees } from './risks/rule.ts';

/** A finding of the checks over a whole tree, as far as a comparison needs it. */
export interface Finding {
  readonly cluster: string;
  readonly text: string;
}

/** What the checks find after a change and did not before, and the other way round. */
export interface Findings {
  readonly new: readonly Finding[];
  readonly gone: readonly Finding[];
}

/** No check of a whole tree is there yet that could be asked. */
export function findingsOf(_clusters: readonly string[], _trees: Trees): Findings {
  return { new: [], gone: [] };
}
