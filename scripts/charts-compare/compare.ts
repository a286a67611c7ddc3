import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Mistake } from '../command-line/mistake.ts';
import type { run, watch } from '../programs/run.ts';
import { git } from '../promote/git.ts';
import { commitOf } from '../promotion-check/changed-files.ts';

/** Two sides, and a folder for what they become. */
interface Sides {
  /** Of the repository, whose working tree is this side. */
  readonly root: string;
  /** The commit of the other side. */
  readonly base: string;
  readonly folder: string;
}

/** How programs are started. */
interface Programs {
  readonly run: typeof run;
  readonly watch: typeof watch;
}

/** Where the charts are kept that were fetched, in each working tree. */
const CACHE = 'node_modules/.cache/charts';

/**
 * Renders both sides, and compares them.
 *
 * @throws Mistake where one cannot be rendered, or there is no such commit
 */
export async function compared(
  { root, base, folder }: Sides,
  { run, watch }: Programs,
): Promise<{ readonly stat: string; readonly difference: string }> {
  // An option of Git is no commit.
  if (base.startsWith('-')) throw new Mistake(`Found ${base}, expected a commit.`);
  const commit = commitOf(root, base);
  const other = join(folder, 'tree');
  const quiet = { shows: 'all, to stderr' } as const;
  const step = async (program: string, args: readonly string[], place: string) => {
    if ((await watch(program, args, { folder: place, ...quiet })) === 0) return;
    throw new Mistake(`${program} ${args.join(' ')} has failed in ${place}: it says above why.`);
  };
  await step('node', ['scripts/fleet.mjs', 'charts', '--render', join(folder, 'after')], root);
  git(root, ['worktree', 'add', '--quiet', '--detach', other, commit]);
  try {
    await step('npm', ['ci', '--prefer-offline'], other);
    const cache = join(root, CACHE);
    if (existsSync(cache)) cpSync(cache, join(other, CACHE), { recursive: true });
    await step('node', ['scripts/fleet.mjs', 'charts', '--render', join(folder, 'before')], other);
  } finally {
    git(root, ['worktree', 'remove', '--force', other]);
  }
  const [stat, difference] = await Promise.all(
    [['--stat'], []].map(async (options) => {
      const { status, stdout, stderr } = await run(
        'git',
        ['diff', '--no-index', '--no-color', ...options, 'before', 'after'],
        { folder },
      );
      if (status === 0 || status === 1) return stdout;
      throw new Mistake(`Git cannot compare the sides: ${stderr.trim()}`);
    }),
  );
  return { stat: stat ?? '', difference: difference ?? '' };
}
