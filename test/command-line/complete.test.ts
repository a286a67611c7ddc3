import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadFleet } from '../../clusters/index.ts';
import { complete } from '../../scripts/command-line/complete.ts';
import { Names } from '../../scripts/command-line/names.ts';
import { EVERY } from '../../scripts/command-line/parse.ts';
import { SHELLS } from '../../scripts/command-line/shells.ts';
import { commands } from '../../scripts/fleet/commands.ts';
import { temporaryFolder } from '../synth/fixture/folders.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { clusters } = loadFleet();
const cluster = clusters.find(
  ({ images, terraform }) => Object.keys(images).length > 0 && Object.keys(terraform.queues).length > 0,
);
if (cluster === undefined) throw new Error('No cluster has images and queues.');

/** The clusters whose names begin so, as a shell shows them. */
const beginningWith = (start: string): string =>
  clusters
    .map(({ name }) => name)
    .filter((name) => name.startsWith(start))
    .sort()
    .map((name) => `${name}|`)
    .join('');

/** The words that may stand last. */
function words(line: string): readonly string[] | 'path' {
  const found = complete(line.split(' ').slice(1), commands, new Names(root));
  return found === 'path' ? found : found.map(({ word }) => word);
}

describe('completion', () => {
  it('knows every command', () => {
    expect(words('fleet ')).toEqual([...commands.map(({ name }) => name), '--help']);
    expect(words('fleet syn')).toEqual(['synth']);
  });

  test.each(commands)('knows every option of $name', ({ name, options }) => {
    const all = Object.keys({ ...options, ...EVERY }).map((option) => `--${option}`);
    expect(words(`fleet ${name} --`)).toEqual(all);
  });

  it('knows the clusters, where an option takes one and behind an equals sign', () => {
    const names = clusters.map(({ name }) => name).sort();
    expect(words('fleet synth --cluster ')).toEqual(names);
    expect(words(`fleet synth --cluster=${cluster.name}`)).toContain(`--cluster=${cluster.name}`);
    expect(words('fleet promote ')).toEqual(names);
  });

  it('knows the images and queues of the cluster that is named before', () => {
    const images = z
      .record(z.string(), z.unknown())
      .parse(parse(readFileSync(`${root}/clusters/${cluster.name}/images.yaml`, 'utf8')));
    expect(words(`fleet promote ${cluster.name} `)).toEqual(Object.keys(images).sort());
    expect(words(`fleet promote --canary 10 ${cluster.name} `)).toEqual(Object.keys(images).sort());
    expect(words(`fleet replay ${cluster.name} `)).toEqual(Object.keys(cluster.terraform.queues).sort());
  });

  it('gives an option once, unless it may be repeated, and leaves paths to the shell', () => {
    expect(words('fleet synth --check --c')).toEqual(['--cluster']);
    expect(words('fleet synth --cluster a --c')).toContain('--cluster');
    expect(words('fleet synth --out ')).toBe('path');
    expect(words('fleet scan ')).toBe('path');
  });

  it('says nothing where nothing can stand', () => {
    expect(words('fleet nothing ')).toEqual([]);
    expect(words('fleet synth ')).toEqual([]);
  });
});

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;
const script = (shell: string) => `source <(node ${root}/scripts/fleet.mjs completion ${shell})`;
const bash = `${script('bash')}
COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
try() {
  COMP_LINE=$1 COMP_POINT=\${#1}; read -r -a COMP_WORDS <<<"$1"; [ "\${1: -1}" = ' ' ] && COMP_WORDS+=('')
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); COMPREPLY=(); "$2"; printf '%s|' "\${COMPREPLY[@]}"; echo
}
`;

describe('in a real shell', () => {
  test('bash completes behind npx fleet and fleet, in a folder below, with colons and equals signs', () => {
    const tries = [
      "try 'npx fleet synth --che' _fleet_npx",
      "try 'npx fleet alerts:p' _fleet_npx",
      `try 'npx fleet promote ${cluster.name.slice(0, -1)}' _fleet_npx`,
      `cd docs; try 'fleet synth --cluster=${cluster.name}' _fleet`,
      "try 'npx vitest --ru' _fleet_npx",
      "cd /; try 'fleet synth --che' _fleet",
    ];
    const { stdout } = spawnSync('bash', ['-c', bash + tries.join('\n')], { cwd: root, encoding: 'utf8' });
    expect(stdout.split('\n')).toEqual([
      '--check|',
      'prove|',
      beginningWith(cluster.name.slice(0, -1)),
      beginningWith(cluster.name),
      '|',
      '|',
      '',
    ]);
  });

  test.each(Object.keys(SHELLS).filter(has))('%s takes the script', (shell) => {
    const file = join(temporaryFolder(), 'fleet');
    writeFileSync(file, SHELLS[shell] ?? '');
    const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  test.skipIf(!has('fish'))('fish completes with what each word means', () => {
    const line = `source ${join(root, 'x')} 2>/dev/null; node scripts/fleet.mjs completion fish | source; complete -C 'npx fleet synth --che'`;
    const { stdout } = spawnSync('fish', ['--no-config', '-c', line], { cwd: root, encoding: 'utf8' });
    expect(stdout).toMatch(/^--check\twrite nothing/);
  });
});
