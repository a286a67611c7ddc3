import { describe, expect, it } from 'vitest';
import { Mistake } from '../../scripts/command-line/mistake.ts';
import { run, runNow } from '../../scripts/programs/run.ts';

// Of three bytes each: chunks of a pipe end within a character.
const MEGABYTES = '日'.repeat(1024 * 1024);

describe.each([
  ['run', run],
  ['runNow', async (...given: Parameters<typeof runNow>) => runNow(...given)],
])('a program by %s', (_, start) => {
  it('tells how it ended and what it printed, however much that is', async () => {
    const { status, stdout, stderr } = await start('sh', [
      '-c',
      'yes 日本 | head -n 300000; echo no >&2; exit 3',
    ]);
    expect([status, stderr]).toEqual([3, 'no\n']);
    expect(stdout === '日本\n'.repeat(300_000)).toBe(true);
  });

  it('that would read is told at once that there is nothing', async () => {
    expect(await start('cat', [])).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('that a signal ended has not ended well', async () => {
    expect((await start('sh', ['-c', 'kill -KILL $$'])).status).toBeUndefined();
  });

  it('gets variables besides ours, and none that is taken away', async () => {
    const { stdout } = await start('env', [], { environment: { ADDED: 'more', HOME: undefined } });
    expect(stdout).toContain('ADDED=more\n');
    expect(stdout).toContain('PATH=');
    expect(stdout).not.toContain('\nHOME=');
  });

  it('that is not there is told, with the way to get it', async () => {
    const attempt = start('no-such-program', [], { missing: 'Build it.' });
    await expect(attempt).rejects.toThrow(new Mistake('There is no no-such-program here. Build it.'));
  });
});

it('a program gets its input, and may leave it unread', async () => {
  expect((await run('cat', [], { input: MEGABYTES })).stdout === MEGABYTES).toBe(true);
  expect((await run('sh', ['-c', 'exec <&-; exit 0'], { input: MEGABYTES })).status).toBe(0);
});
