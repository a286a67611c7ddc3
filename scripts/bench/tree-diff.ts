import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { manifestFiles } from '../cluster-model/input/files.ts';

/** Programs that compare two trees, and what each is told. */
const PROGRAMS = {
  'git diff': (before: string, after: string) => ['git', 'diff', '--no-index', '--quiet', before, after],
  // It takes no folders with folders in them.
  dyff: (before: string, after: string) => [
    'dyff',
    'between',
    '--omit-header',
    '--set-exit-code',
    inOneFile(before),
    inOneFile(after),
  ],
} as const;

/** Longer than this, a program is no neighbour to measure against. */
const LONGEST_MINUTES = 5;

/**
 * Seconds that a program takes to compare two folders.
 *
 * @returns undefined where PATH does not have it, and why where it cannot
 */
export function treeDiffSeconds(
  name: keyof typeof PROGRAMS,
  before: string,
  after: string,
): number | string | undefined {
  const [program = '', ...args] = PROGRAMS[name](before, after);
  const started = performance.now();
  const { status, error, signal } = spawnSync(program, args, {
    stdio: 'ignore',
    timeout: LONGEST_MINUTES * 60_000,
  });
  if (signal !== null) return `> ${LONGEST_MINUTES * 60}`;
  if (error !== undefined) return undefined;
  return status === 0 || status === 1 ? (performance.now() - started) / 1000 : `fails (${status})`;
}

/** The YAML of a folder as documents of one file beside it, which is made before the clock runs. */
function inOneFile(folder: string): string {
  const file = `${folder}.yaml`;
  const texts = manifestFiles(folder).filter((each) => each.endsWith('.yaml'));
  writeFileSync(file, texts.map((each) => `---\n${readFileSync(each, 'utf8')}`).join(''));
  return file;
}
