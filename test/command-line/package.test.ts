import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadFleet } from '../../clusters/index.ts';
import { nearestName } from '../../clusters/nearest-name.ts';
import { commands } from '../../scripts/fleet/commands.ts';
import { tryOut } from './printed.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

test('every script of package.json is a command, so that each has its help and refuses what it does not know', () => {
  const names = commands.map(({ name }) => name).filter((name) => name !== 'completion');
  expect(scripts).toEqual(Object.fromEntries(names.map((name) => [name, `node scripts/fleet.mjs ${name}`])));
});

test.each(commands.flatMap(({ name, work }) => ('main' in work ? [{ name, file: work.main }] : [])))(
  '$file does the work of $name, and nothing when it is only loaded',
  async ({ file }) => {
    const loaded = z.object({ main: z.function() }).parse(await import(join(root, file)));
    expect(Object.keys(loaded)).toEqual(['main']);
  },
);

test('the README lists every command with what its help says', () => {
  const rows = readFileSync(join(root, 'README.md'), 'utf8').matchAll(
    /^\| `npx fleet ([\w:]+)` +\| (.*?) +\|$/gm,
  );
  expect(Object.fromEntries([...rows].map(([, name = '', does]) => [name, does]))).toEqual(
    Object.fromEntries(commands.map(({ name, summary }) => [name, summary])),
  );
});

describe('every command line in the documents and workflows is one that its command takes', () => {
  const files = ['README.md', '.ci/run', ...markdownBelow('docs'), ...filesBelow('.github')];
  const lines = files.flatMap((file) => commandLinesOf(readFileSync(join(root, file), 'utf8'), file));

  test('there are some', () => expect(lines.length).toBeGreaterThan(20));

  test.each(lines)('$file: $line', async ({ name, args }) => {
    const command = commands.find((candidate) => candidate.name === name);
    expect(command, `npx fleet ${name}`).toBeDefined();
    if (command === undefined) return;
    const { printed } = await tryOut(command, args);
    expect(printed).not.toMatch(/There is no option|is too much|takes no value|needs a value/);
  });
});

function commandLinesOf(text: string, file: string) {
  // A backslash at its end makes one line of two.
  const written = text
    .replaceAll(/ \\\n\s*/g, ' ')
    .matchAll(
      /(?:npx fleet|npm run(?: --silent)?) ([a-z][\w:-]*)((?: (?!#|&&|\|)(?:'[^'\n]*'|"[^"\n]*"|[^\s`|&;()>'"])+)*)/g,
    );
  return [...written].flatMap(([line, name = '', rest = '']) => {
    const byNpm = line.startsWith('npm');
    const args = (rest.replace(/\$\{[^}]*\}/g, '').match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []).map((arg) =>
      arg.replaceAll(/['"]/g, ''),
    );
    // Prose goes on after the name of a command; arguments begin with two hyphens.
    if (byNpm && args[0] !== '--') return [{ file, line, name, args: [] }];
    return [{ file, line, name, args: byNpm ? args.slice(1) : args.map((arg) => arg.replace(/[.,]$/, '')) }];
  });
}

function markdownBelow(folder: string): string[] {
  return filesBelow(folder).filter((file) => file.endsWith('.md'));
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort();
}

describe('the real processes', () => {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
  let cache: string;
  beforeAll(() => {
    cache = mkdtempSync(join(tmpdir(), 'npm-cache-'));
  });
  afterAll(() => rmSync(cache, { recursive: true, force: true }));
  const start = (program: string, args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(program, [...args], {
      cwd: root,
      encoding: 'utf8',
      env: {
        ...clean,
        npm_config_cache: cache,
        npm_config_offline: 'true',
        npm_config_update_notifier: 'false',
      },
    });
    return { status, stdout, stderr };
  };
  /** What the commands would write. */
  const state = () =>
    execFileSync('git', ['status', '--porcelain', '--', 'dist', 'clusters'], { cwd: root, encoding: 'utf8' });

  const clusters = loadFleet().clusters.map(({ name }) => name);
  const misspelt = `${clusters[0]}x`;

  test.each([
    ['npm run --silent synth --check', 'npx fleet synth --check'],
    ['npm run --silent synth --chek', 'npx fleet synth --check'],
    ['npm run --silent synth --cluster east', 'npx fleet synth --cluster east'],
    ['npm run --silent synth -- --chek', 'Is it --check?'],
    ['npm run --silent promote east shop --build=1.5.0 --roll-back', 'npm run promote -- east shop'],
    ['npx fleet synth --chek', 'Is it --check?'],
    ['npx fleet sinth', 'There is no command sinth. Is it synth?'],
    [
      `npx fleet promote ${misspelt} shop --roll-back`,
      `There is no cluster ${misspelt}. Is ${nearestName(misspelt, clusters)} meant?`,
    ],
    ['npm exec fleet synth --check', 'npx fleet synth --check'],
  ])('%s ends with 1, writes nothing and says: %s', (line, says) => {
    const before = state();
    const [program = '', ...args] = line.split(' ');
    const { status, stderr } = start(program, args);
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(status).toBe(1);
    expect(state()).toBe(before);
  });

  test('npx fleet works on a clone without network, and lists every command', () => {
    const { status, stdout } = start('npx', ['fleet', '--help']);
    expect(status).toBe(0);
    for (const { name } of commands) expect(stdout).toContain(`  ${name} `);
  });

  test.each(commands.filter(({ group }) => group === 'Proofs with the real programs'))(
    'npm run $name -- --help tells what it does, and proves nothing',
    ({ name }) => {
      const { status, stdout } = start(process.execPath, ['scripts/fleet.mjs', name, '--help']);
      expect([status, stdout]).toEqual([
        0,
        expect.stringMatching(new RegExp(`^npx fleet ${name}(?: \\[|\n)`)),
      ]);
    },
  );
});
