import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryFolder, treeOf } from './fixture/folders.ts';

const fleet = fileURLToPath(new URL('../../scripts/fleet.mjs', import.meta.url));

/** Renders the fleet in a process of its own. */
async function render(
  cwd: string,
  mask: string,
  env: Record<string, string>,
): Promise<Record<string, string>> {
  const out = join(temporaryFolder(), 'dist');
  const command = [process.execPath, fleet, 'synth', '--uncached', '--out', out];
  await promisify(execFile)('/bin/sh', ['-c', `umask ${mask}; exec "$@"`, 'sh', ...command], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
  });
  return treeOf(out);
}

it('renders the same bytes for another user, in another folder, time zone and locale', async () => {
  const [one, other] = await Promise.all([
    render(fileURLToPath(new URL('../..', import.meta.url)), '022', {
      TZ: 'UTC',
      LC_ALL: 'C',
      HOME: '/',
      USER: 'ci',
    }),
    render(temporaryFolder(), '077', {
      TZ: 'Pacific/Kiritimati',
      LC_ALL: 'tr_TR.UTF-8',
      LANG: 'sv_SE.UTF-8',
      HOME: '/nowhere',
      USER: 'someone',
      CDK8S_OUTDIR: '/nowhere',
      CDK8S_DISABLE_SORT: '1',
      CDK8S_RECORD_CONSTRUCT_METADATA: 'true',
    }),
  ]);
  expect(Object.keys(one).length).toBeGreaterThan(100);
  expect(other).toEqual(one);
}, 30_000);
