import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applied, planned } from '../../scripts/terraform/plan.ts';
import { programs } from '../image/programs.ts';

const TEXT = 'Plan: 1 to add, 0 to change, 0 to destroy.\n';
const SHA256 = createHash('sha256').update(TEXT).digest('hex');

function terraform(status: number, text = TEXT) {
  const { run, asked } = programs({
    'terraform plan': { status, stderr: 'no credentials' },
    'terraform show': { stdout: text },
  });
  return { request: { folder: '/', lock: false, start: run }, asked };
}

describe('a plan', () => {
  it.each([
    [0, false],
    [2, true],
  ])('with exit code %i changes something: %s', async (status, changes) => {
    const { request } = terraform(status);
    expect(await planned(request, async (plan) => plan)).toEqual({ text: TEXT, sha256: SHA256, changes });
  });

  it('that fails hands nothing on', async () => {
    await expect(planned(terraform(1).request, async () => {})).rejects.toThrow('no credentials');
  });

  it('holds secrets: its file is gone afterwards, also where its use fails', async () => {
    const { request } = terraform(2);
    const folders: string[] = [];
    const use = async (_: unknown, file: string) => {
      const folder = file.replace(/\/plan$/, '');
      expect(existsSync(folder)).toBe(true);
      folders.push(folder);
      throw new Error('no');
    };
    await expect(planned(request, use)).rejects.toThrow('no');
    expect(folders.map((folder) => existsSync(folder))).toEqual([false]);
  });

  it('locks the state only where it is told to', async () => {
    const { request, asked } = terraform(0);
    await planned(request, async () => {});
    await planned({ ...request, lock: true }, async () => {});
    expect(
      asked.filter((line) => line.includes('plan -input')).map((line) => /-lock=\w+/.exec(line)?.[0]),
    ).toEqual(['-lock=false', '-lock=true']);
  });
});

describe('what is applied', () => {
  const watching = () => {
    const watched: string[] = [];
    return {
      watched,
      watch: async (program: string, args: readonly string[]) => {
        watched.push(`${program} ${args.slice(0, 2).join(' ')}`);
        return 0;
      },
    };
  };

  it('is the plan that was approved', async () => {
    const { watched, watch } = watching();
    await applied({ ...terraform(2).request, approved: SHA256 }, watch);
    expect(watched).toEqual(['terraform apply -input=false']);
  });

  it.each([
    ['another plan', 'f'.repeat(64), 'has changed since'],
    ['a plan that nobody approved', '', 'expected the sum'],
  ])('is never %s', async (_, approved, says) => {
    const { watched, watch } = watching();
    await expect(applied({ ...terraform(2).request, approved }, watch)).rejects.toThrow(says);
    expect(watched).toEqual([]);
  });

  it('and a failure is one', async () => {
    await expect(applied({ ...terraform(2).request, approved: SHA256 }, async () => 1)).rejects.toThrow(
      'failed',
    );
  });
});
