import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, 'node_modules/.cache/run');
let folder = '';
let kept = '';
let compiled = '';

beforeAll(() => {
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'test-'));
  const name = relative(root, join(folder, 'program.ts')).replaceAll(/[^\w-]/g, '_');
  kept = join(cache, `${name}.js`);
  compiled = join(cache, `${name}.compiled`);
  writeFileSync(join(folder, 'program.ts'), "import { word } from './word.ts';\nconsole.log(word);\n");
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  const own = basename(kept, '.js');
  for (const name of readdirSync(cache)) if (name.startsWith(own)) rmSync(join(cache, name));
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
    writeFileSync(kept, readFileSync(kept, 'utf8').replace('"third"', '"what was kept"'));
    expect(said()).toBe('what was kept');
  });

  test('is not taken where it belongs to another folder', () => {
    say('fourth');
    expect(said()).toBe('fourth');
    const text = readFileSync(kept, 'utf8');
    writeFileSync(kept, text.replace('"fourth"', '"elsewhere"').replace('{"of":"', '{"of":"/elsewhere'));
    expect(said()).toBe('fourth');
  });

  test('is compiled once; what was compiled of another one of the same length is not taken', () => {
    say('sixth');
    expect(said()).toBe('sixth');
    const { mtimeMs } = statSync(compiled);
    expect(said()).toBe('sixth');
    expect(statSync(compiled).mtimeMs).toBe(mtimeMs);
    say('other');
    expect(said()).toBe('other');
    expect(said()).toBe('other');
  });

  test('runs where what was compiled of it is broken, or is of another Node', () => {
    say('eighth');
    expect(said()).toBe('eighth');
    const bytes = readFileSync(compiled);
    writeFileSync(compiled, bytes.subarray(0, bytes.length / 2));
    expect(said()).toBe('eighth');
    expect(readFileSync(compiled).length).toBe(bytes.length);
  });

  test('says of an error where in its sources it was thrown', () => {
    const throwing = join(folder, 'throwing.ts');
    writeFileSync(
      throwing,
      "import { word } from './word.ts';\n\nexport function main(): never {\n  throw new Error(word);\n}\n",
    );
    const { stderr } = spawnSync(process.execPath, ['scripts/run.mjs', throwing], {
      cwd: root,
      encoding: 'utf8',
    });
    // Where packages are linked from elsewhere, a file has its name there.
    expect(stderr).toContain(`at main (${realpathSync(throwing)}:4:9)`);
  });

  test('takes what Node has and what is not bundled where it asks for it', () => {
    const asking = join(folder, 'asking.ts');
    writeFileSync(
      asking,
      "export async function main(): Promise<void> {\n  const { sep } = await import('node:path');\n  const { version } = await import('esbuild');\n  console.log(sep, version);\n}\n",
    );
    const { stdout } = spawnSync(process.execPath, ['scripts/run.mjs', asking], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/^[/\\] \d+\.\d+\.\d+\n$/);
  });

  test('that cannot be kept runs all the same, and leaves nothing behind', () => {
    say('none');
    rmSync(kept);
    rmSync(compiled);
    mkdirSync(join(kept, 'in the way'), { recursive: true });
    mkdirSync(join(compiled, 'in the way'), { recursive: true });
    expect(said()).toBe('none');
    expect(readdirSync(cache).filter((name) => name.endsWith('.made'))).toEqual([]);
    rmSync(kept, { recursive: true });
    rmSync(compiled, { recursive: true });
  });

  test('is not taken where a file of it is gone', () => {
    say('fifth');
    expect(said()).toBe('fifth');
    rmSync(join(folder, 'word.ts'));
    expect(said).toThrow();
    expect(existsSync(kept)).toBe(true);
  });
});
