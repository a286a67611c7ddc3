import { spawnSync } from 'node:child_process';

/** Programs that compare two folders, and what each is told. */
const PROGRAMS = {
  'git diff': (before: string, after: string) => ['git', 'diff', '--no-index', '--quiet', before, after],
  dyff: (before: string, after: string) => [
    'dyff',
    'between',
    '--omit-header',
    '--set-exit-code',
    before,
    after,
  ],
} as const;

/** Seconds that a program takes to compare two folders; undefined where PATH does not have it, or it cannot. */
export function treeDiffSeconds(
  name: keyof typeof PROGRAMS,
  before: string,
  after: string,
): number | undefined {
  const [program = '', ...args] = PROGRAMS[name](before, after);
  const started = performance.now();
  const { status, error } = spawnSync(program, args, { stdio: 'ignore' });
  if (error !== undefined || (status !== 0 && status !== 1)) return undefined;
  return (performance.now() - started) / 1000;
}
