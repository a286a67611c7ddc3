import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, 'node_modules/.cache/run');
let folder = '';
let kept = '';

beforeAll(() => {
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'test-'));
  kept = join(cache, `${join(folder, 'program.ts').replaceAll(/[^\w-]/g, '_')}.kept`);
  writeFileSync(join(folder, 'program.ts'), "import { word } from './word.ts';\nconsole.log(word);\n");
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(kept, { force: true });
});

function say(word: string): void {
  writeFileSync(join(folder, 'word.ts'), `export const word = '${word}';\n`);
}

function said(): string {
  const program = relative(root, join(folder, 'program.ts'));
  return execFileSync(process.execPath, ['scripts/run.mjs', program], {
    cwd: root,
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();
}

describe('the bundle of a program', () => {
  test('is kept, and made anew when one of its files changes', () => {
    say('first');
    expect(said()).toBe('first');
    const before = readFileSync(kept, 'utf8');
    // Of the same length, as a slip that is mended often is.
    say('again');
    expect(said()).toBe('again');
    expect(readFileSync(kept, 'utf8')).not.toBe(before);
  });

  test('is what runs while nothing changes', () => {
    say('third');
    expect(said()).toBe('third');
    writeFileSync(kept, readFileSync(kept, 'utf8').replace('"third"', '"kept!"'));
    expect(said()).toBe('kept!');
  });

  test('is not taken where it belongs to another folder', () => {
    say('fourth');
    expect(said()).toBe('fourth');
    const text = readFileSync(kept, 'utf8');
    writeFileSync(kept, text.replace('"fourth"', '"elsewhere"').replace('{"of":"', '{"of":"/elsewhere'));
    expect(said()).toBe('fourth');
  });

  test('that cannot be kept is told to people', () => {
    say('none');
    rmSync(kept, { force: true });
    mkdirSync(kept);
    expect(said).toThrow(/^Cannot keep this command in its runnable form: .*\n.*\n$/m);
    rmSync(kept, { recursive: true });
  });

  test('is not taken where a file of it is gone', () => {
    say('fifth');
    expect(said()).toBe('fifth');
    rmSync(join(folder, 'word.ts'));
    expect(said).toThrow();
    expect(existsSync(kept)).toBe(true);
  });
});
