import { UnusableInput } from '../cluster-model/input/unusable-input.ts';
import { git, gitLines } from '../promote/git.ts';

/** What was merged: the branch that Argo CD applies. */
export interface History {
  /** Its newest commit. */
  readonly main: string;
  /** Where a commit stands on it. */
  placeOf(revision: string): Place;
}

/** Where a commit stands on the branch that Argo CD applies. */
export type Place =
  | { readonly at: 'unknown' | 'elsewhere' }
  | {
      readonly at: 'main';
      /** How many commits came after it. */
      readonly behind: number;
      /** When the first of them was merged; undefined where there is none. */
      readonly since: number | undefined;
      /** The files that they have changed. */
      readonly changed: readonly string[];
    };

/**
 * The history of a revision, as this clone has it.
 *
 * @throws UnusableInput where the clone does not have the revision
 */
export function historyOf(root: string, revision: string): History {
  if (!isKnown(root, revision)) {
    throw new UnusableInput(
      `This clone has no ${revision}, which the hubs are held against. Run git fetch first, or name another --revision.`,
    );
  }
  const lines = gitLines(root, 'log', '--first-parent', '--format=%H %ct', revision, '--');
  const commits = lines.map((line) => {
    const [hash = '', seconds = ''] = line.split(' ');
    return { hash, time: Number(seconds) * 1000 };
  });
  const main = commits[0]?.hash ?? '';
  const positions = new Map(commits.map(({ hash }, index) => [hash, index]));
  const known = new Map<string, Place>();
  const find = (hash: string): Place => {
    const behind = positions.get(hash);
    if (behind === undefined) return { at: isKnown(root, hash) ? 'elsewhere' : 'unknown' };
    const changed = behind === 0 ? [] : gitLines(root, 'diff', '--name-only', '--no-renames', hash, main);
    return { at: 'main', behind, since: behind === 0 ? undefined : commits[behind - 1]?.time, changed };
  };
  return {
    main,
    placeOf(hash) {
      const place = known.get(hash) ?? find(hash);
      known.set(hash, place);
      return place;
    },
  };
}

function isKnown(root: string, hash: string): boolean {
  try {
    git(root, ['cat-file', '-e', `${hash}^{commit}`]);
    return true;
  } catch {
    return false;
  }
}
