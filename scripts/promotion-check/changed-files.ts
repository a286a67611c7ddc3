import { Mistake } from '../command-line/mistake.ts';
import { gitFields, gitLines, isShallow } from '../promote/git.ts';

/** A path at which two commits differ. */
export interface ChangedFile {
  readonly path: string;
  /** What Git calls the kind of a file: `100644` is a plain one, `120000` a symbolic link, `000000` none at all. */
  readonly modeBefore: string;
  readonly mode: string;
}

/**
 * What a commit changes compared with the one it came from. A renamed file counts as one removed and one added, so that nothing
 * hides behind a likeness.
 *
 * @param root of the repository
 * @throws Mistake when one of the commits is not there
 */
export function changedFiles(root: string, base: string, head: string): readonly ChangedFile[] {
  const fields = gitFields(root, 'diff-tree', '-r', '--no-renames', '--raw', base, head, '--');
  return fields.flatMap((field, index) => {
    const [, modeBefore, mode] = /^:(\d{6}) (\d{6}) /.exec(field) ?? [];
    const path = fields[index + 1];
    return modeBefore && mode && path !== undefined ? [{ path, modeBefore, mode }] : [];
  });
}

/**
 * The commit that a name stands for.
 *
 * @throws Mistake where this clone has none
 */
export function commitOf(root: string, name: string): string {
  const [commit] = gitLines(root, 'rev-parse', '--revs-only', `${name}^{commit}`);
  if (commit !== undefined) return commit;
  throw new Mistake(`There is no commit ${name} in this clone. Run git fetch first, or name another one.`);
}

/**
 * Where a branch left another one.
 *
 * @throws Mistake when they have nothing in common, or the clone ends before it
 */
export function forkOf(root: string, base: string, head: string): string {
  const commit = commitOf(root, base);
  try {
    const [fork = ''] = gitLines(root, 'merge-base', commit, head);
    return fork;
  } catch {
    const reason = isShallow(root)
      ? 'This clone has only the end of the history, and not the commit where they parted. Run git fetch --unshallow first.'
      : 'They have no commit in common: they are of different repositories.';
    throw new Mistake(`${base} and ${head} cannot be compared. ${reason}`);
  }
}
