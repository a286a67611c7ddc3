import { gitFields, gitLines } from '../promote/git.ts';

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
 * Where a branch left another one.
 *
 * @throws Mistake when they have nothing in common, or the clone ends before it
 */
export function forkOf(root: string, base: string, head: string): string {
  const [fork = ''] = gitLines(root, 'merge-base', base, head);
  return fork;
}
