import { git } from '../promote/git.ts';

/** A version that no shell, label or file of variables could take for anything else. */
const PLAIN = /^[\w][\w.+-]{0,127}$/;

/**
 * What people call the source in a folder: its tag, or the nearest one with how far it is, or the beginning of its commit.
 *
 * @throws Mistake where Git knows no commit there
 */
export function versionOf(folder: string): string {
  const described = git(folder, ['describe', '--tags', '--always']).toString().trim();
  const version = described.replace(/^v(?=\d)/, '').replaceAll('/', '-');
  // Whoever names a tag names it as they like: then the commit is its name.
  return PLAIN.test(version) ? version : git(folder, ['rev-parse', '--short=12', 'HEAD']).toString().trim();
}
