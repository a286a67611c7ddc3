import { Mistake } from '../command-line/mistake.ts';
import { git } from '../promote/git.ts';

/** A branch that no promotion could take for another: what is pushed there is forced. */
const OWN = /^(?:promote|rollback)\/[\w.-]+(?:\/[\w.-]+)*$/;

/** What is committed, and by whom. */
export interface Commit {
  readonly branch: string;
  readonly title: string;
  readonly author: string;
}

/**
 * Commits everything that has changed in the working tree, onto a branch.
 *
 * @returns whether anything had
 * @throws Mistake for a branch of somebody else
 */
export function committed(root: string, { branch, title, author }: Commit): boolean {
  if (!OWN.test(branch) || branch.includes('..') || branch.endsWith('.lock')) {
    throw new Mistake(
      `--branch: found ${JSON.stringify(branch)}, expected promote/… or rollback/…: what stands on it is replaced.`,
    );
  }
  if (title.trim() === '' || /[\r\n]/.test(title)) throw new Mistake('--title: it has to be one line.');
  if (!/^[\w.[\]-]+$/.test(author)) {
    throw new Mistake(`--author: found ${JSON.stringify(author)}, expected the name of an account.`);
  }
  git(root, ['add', '--all']);
  if (git(root, ['diff', '--cached', '--name-only']).length === 0) return false;
  git(root, ['switch', '--quiet', '--force-create', branch]);
  const settings = ['-c', `user.name=${author}`, '-c', `user.email=${author}@users.noreply.github.com`];
  git(root, [...settings, 'commit', '--quiet', '--message', title]);
  return true;
}
