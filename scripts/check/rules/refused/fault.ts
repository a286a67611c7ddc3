import type { Path } from '../../state/read.ts';
import type { Severity } from '../../rule.ts';

/** What is wrong at a place of one object. */
export interface Fault {
  readonly path: Path;
  /** What is wrong, and what it does: a sentence. */
  readonly message: string;
  /** What to write instead: a sentence. */
  readonly fix: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
}
