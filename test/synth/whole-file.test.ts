import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { run } from '../../scripts/programs/run.ts';
import { putWhole, removeUnfinishedIn } from '../../scripts/synth/whole-file.ts';
import { temporaryFolder } from './fixture/folders.ts';

const GONE = 2 ** 22 + 1; // above the highest process id of Linux

describe('a file that is put whole', () => {
  it('takes the place of the old one, in a folder that is made for it', () => {
    const file = join(temporaryFolder(), 'docs/page.md');
    for (const text of ['old', 'new']) {
      putWhole(file, text);
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
    expect(readdirSync(join(file, '..'))).toEqual(['page.md']);
  });

  it('leaves nothing beside it where it cannot be', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'page.md/deeper'), { recursive: true });
    expect(() => putWhole(join(folder, 'page.md'), 'new')).toThrow();
    expect(readdirSync(folder)).toEqual(['page.md']);
  });

  it('is begun by whom nobody waits for any more: that goes, and nothing else', () => {
    const folder = temporaryFolder();
    const files = { [`a.${GONE}`]: false, [`a.${process.pid}`]: true, 'a.yaml': true, [`${GONE}`]: true };
    for (const file of Object.keys(files)) writeFileSync(join(folder, file), '');
    removeUnfinishedIn(folder);
    for (const [file, stays] of Object.entries(files))
      expect(existsSync(join(folder, file)), file).toBe(stays);
    expect(() => removeUnfinishedIn(join(folder, 'none'))).not.toThrow();
  });
});

/** Whether the system gives a process no more than so many bytes a file, and takes a part of what is longer. */
const LIMITS_FILES = process.platform === 'linux';

describe.runIf(LIMITS_FILES)('a file of which the disk takes a part', () => {
  // In units of 512 or of 1024 bytes: what is written is longer than either.
  const limited = async (folder: string, write: string) => {
    const program = fileURLToPath(new URL('fixture/write-much.ts', import.meta.url));
    return run('sh', [
      '-c',
      'trap \'\' XFSZ; ulimit -f 2; exec "$@"',
      'sh',
      process.execPath,
      '--import',
      'tsx',
      program,
      write,
      folder,
    ]);
  };

  it('is refused by whoever stages it, and never counts as written', async () => {
    const folder = temporaryFolder();
    const { stdout } = await limited(folder, 'staged');
    expect(stdout).toBe('refused: EFBIG');
  });

  it('leaves nothing beside the one that it would replace', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'old');
    const { stdout } = await limited(folder, 'whole');
    expect(stdout).toBe('refused: EFBIG');
    expect(readdirSync(folder)).toEqual(['file']);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
  });
});
