import type { Severity } from '../../rule.ts';
import type { Path } from '../../state/read.ts';

/** Which part of a schema is broken. */
export type FaultKind = 'unknown-field' | 'missing-field' | 'value' | 'rule';

/** What is wrong at a place of one object. */
export interface Fault {
  readonly path: Path;
  /** What is wrong, and what it does: a sentence. */
  readonly message: string;
  /** What to write instead: a sentence. */
  readonly fix: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  /** Left out where no schema is meant, or a value of it. */
  readonly kind?: FaultKind;
}
