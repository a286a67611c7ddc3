import { Mistake } from '../../command-line/mistake.ts';

/** Something in the trees that were given cannot be read as Kubernetes would read it: no finding, and exit code 2. */
export class UnusableInput extends Mistake {
  override readonly exitCode = 2;
}

/** The most that one report lists; a tree that is no Kubernetes at all would fill the screen. */
const MOST = 20;

/** One error for all that is wrong, sorted as it was found. */
export function unusable(problems: readonly string[]): UnusableInput {
  const shown = problems.slice(0, MOST);
  const rest = problems.length - shown.length;
  return new UnusableInput([...shown, ...(rest > 0 ? [`… and ${rest} more.`] : [])].join('\n'));
}
