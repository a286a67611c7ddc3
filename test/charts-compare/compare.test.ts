import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { compared } from '../../scripts/charts-compare/compare.ts';
import { run, type watch } from '../../scripts/programs/run.ts';
import { gitIn } from '../git-in.ts';

/** A repository whose charts become what its file says: one commit, and a working tree after it. */
function repository() {
  const folder = mkdtempSync(join(inject('temporaryFolders'), 'compare-'));
  const root = join(folder, 'root');
  mkdirSync(join(root, 'node_modules/.cache/charts'), { recursive: true });
  writeFileSync(join(root, 'node_modules/.cache/charts/keda.tgz'), 'a chart');
  gitIn(root, ['init', '--quiet']);
  writeFileSync(join(root, '.gitignore'), 'node_modules\n');
  writeFileSync(join(root, 'version'), '1\n');
  gitIn(root, ['add', '--all']);
  gitIn(root, ['commit', '--quiet', '--message', 'one']);
  writeFileSync(join(root, 'version'), '2\n');
  const out = join(folder, 'out');
  mkdirSync(out);
  const started: string[] = [];
  const start: typeof watch = async (program, args, more = {}) => {
    const place = more.folder ?? '';
    started.push(`${program} ${args[0]} in ${place === root ? 'this' : 'the other'}`);
    const into = args[args.indexOf('--render') + 1];
    if (!args.includes('--render') || into === undefined) return 0;
    // A side renders with the charts that are fetched already.
    readFileSync(join(place, 'node_modules/.cache/charts/keda.tgz'));
    mkdirSync(into);
    writeFileSync(join(into, 'keda.yaml'), `version: ${readFileSync(join(place, 'version'), 'utf8')}`);
    return 0;
  };
  return { root, out, started, start };
}

it('renders each side by its own program, and shows what differs', async () => {
  const { root, out, started, start } = repository();
  const { stat, difference } = await compared({ root, base: 'HEAD', folder: out }, { run, watch: start });
  expect(started).toEqual([
    'node scripts/fleet.mjs in this',
    'npm ci in the other',
    'node scripts/fleet.mjs in the other',
  ]);
  expect(difference).toMatch(/-version: 1\n\+version: 2\n/);
  expect(stat).toContain('keda.yaml');
  expect(gitIn(root, ['worktree', 'list']).split('\n')).toHaveLength(1);
});

it('leaves no working tree behind where a side cannot be rendered', async () => {
  const { root, out } = repository();
  const failing: typeof watch = async (program) => (program === 'npm' ? 1 : 0);
  await expect(compared({ root, base: 'HEAD', folder: out }, { run, watch: failing })).rejects.toThrow(
    'npm ci --prefer-offline has failed',
  );
  expect(gitIn(root, ['worktree', 'list']).split('\n')).toHaveLength(1);
});

it.each(['--output=/tmp/x', 'none'])('compares with no %s', async (base) => {
  const { root, out, start } = repository();
  await expect(compared({ root, base, folder: out }, { run, watch: start })).rejects.toThrow();
});

it('a commit that is not there is named, with what to do', async () => {
  const { root, out, start } = repository();
  await expect(compared({ root, base: 'nowhere', folder: out }, { run, watch: start })).rejects.toThrow(
    'There is no commit nowhere in this clone. Run git fetch first, or name another one.',
  );
});
