import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadFleet } from '../../clusters/index.ts';
import { run, type Source } from '../../scripts/synth/command.ts';
import { messageOf } from '../../scripts/synth/failure.ts';
import { configUnit, fleetOf, unitOf } from './fixture/fleet.ts';
import { temporaryFolder, treeOf } from './fixture/folders.ts';

const fleet = fleetOf('east', 'west');
const units = [configUnit('shop', ['east', 'west'], { colors: 'red' })];
let source: Source;
let printed: string;
beforeEach(() => {
  printed = '';
  const print = (text: unknown) => {
    printed += `${text}\n`;
  };
  for (const method of ['log', 'warn', 'error'] as const) vi.spyOn(console, method).mockImplementation(print);
  const cache = { directory: temporaryFolder(), code: () => 'code' };
  source = { loadFleet: () => fleet, units: () => units, out: join(temporaryFolder(), 'dist'), cache };
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('npm run synth', () => {
  it('prints a line for each cluster', () => {
    expect(run([], source)).toBe(0);
    expect(printed).toMatch(
      /^east {2}1 object: 1 written, 0 removed, 0 unchanged \(\d+\.\d\d s\)\nwest {2}1 object/,
    );
  });

  it('--cluster renders only that one, and --out into another folder', () => {
    const out = join(temporaryFolder(), 'elsewhere');
    expect(run(['--cluster', 'west', '--out', out], source)).toBe(0);
    expect(Object.keys(treeOf(out))).toEqual(['index.json', 'west/shop/shop/configmap-colors.yaml']);
    expect(existsSync(source.out)).toBe(false);
  });

  it('--check passes only where the committed tree is what the code renders', () => {
    run([], source);
    expect(run(['--check'], source)).toBe(0);
    writeFileSync(join(source.out, 'east/shop/shop/configmap-colors.yaml'), 'edited');
    writeFileSync(join(source.out, 'west/by-hand.yaml'), 'mine');
    expect(run(['--check'], source)).toBe(1);
    expect(printed).toContain('differs      east/shop/shop/configmap-colors.yaml');
    expect(printed).toContain(`${source.out}/west/by-hand.yaml: synth gives no file such a name`);
    expect(readFileSync(join(source.out, 'east/shop/shop/configmap-colors.yaml'), 'utf8')).toBe('edited');
  });

  it('--check sees an index that was not written to its end', () => {
    run([], source);
    writeFileSync(join(source.out, 'index.json'), '{"clusters": ["east"]}');
    expect(run(['--check'], source)).toBe(1);
    expect(printed).toContain('differs      index.json');
  });

  it('--check fails for what synth leaves alone, and says what to do with it', () => {
    run([], source);
    writeFileSync(join(source.out, 'README.md'), 'mine');
    for (const _run of [1, 2]) {
      expect(run([], source)).toBe(0);
      expect(run(['--check'], source)).toBe(1);
    }
    expect(printed).not.toContain('Not up to date');
    expect(printed).toContain('Move what you need elsewhere, and remove them:');
    expect(printed).toContain(`  ${source.out}/README.md: synth gives no file such a name`);
    rmSync(join(source.out, 'README.md'));
    expect(run(['--check'], source)).toBe(0);
  });

  it('names what it removed', () => {
    run([], source);
    mkdirSync(join(source.out, 'east/shop/left'));
    const fewer = {
      ...source,
      loadFleet: () => fleetOf('east'),
      units: () => [configUnit('shop', ['east'], { colors: 'red' })],
    };
    expect(run(['--check'], fewer)).toBe(1);
    expect(printed).toContain('superfluous  east/shop/left/');
    expect(printed).toContain('superfluous  west/shop/shop/configmap-colors.yaml');
    expect(run([], fewer)).toBe(0);
    expect(printed).toContain(`  ${source.out}/west/shop/shop/configmap-colors.yaml`);
    expect(printed).toContain(`  ${source.out}/east/shop/left/`);
    expect(run(['--check'], fewer)).toBe(0);
  });

  it('names files that it did not write: Argo CD would apply them', () => {
    run([], source);
    writeFileSync(join(source.out, 'east/shop/by-hand.yaml'), 'mine');
    expect(run([], source)).toBe(0);
    expect(printed).toContain(join(source.out, 'east/shop/by-hand.yaml'));
  });

  it.each([
    [['--chek'], 'Is it --check?'],
    [['--cluster', 'wset-1'], 'There are east, west.'],
    [['--cluster', 'wesst'], 'Is it west?'],
    [['--cluster'], 'See --help.'],
    [['west'], 'See --help.'],
    [['--check=yes'], 'See --help.'],
  ])('%j is refused with a hint, and nothing is written', (args, hint) => {
    expect(run(args, source)).toBe(1);
    expect(printed).toContain(hint);
    expect(existsSync(source.out)).toBe(false);
  });

  const clusters = fileURLToPath(new URL('../../clusters', import.meta.url));
  it.each<[string, string, (text: string) => string]>([
    ['malformed YAML', 'cluster.yaml', (text) => `${text}\n  a: [`],
    ['an unknown key', 'cluster.yaml', (text) => `${text}\nreplicaFaktor: 2\n`],
    ['an account of nine digits', 'terraform.json', (text) => text.replace(/"(\d{9})\d{3}"/, '"$1"')],
    ['a missing digest', 'images.yaml', (text) => text.replace(/^ +digest:.*\n/m, '')],
  ])('says where %s is, in a message without a stack trace, and writes nothing', (_mistake, file, spoil) => {
    const copy = join(temporaryFolder(), 'clusters');
    cpSync(clusters, copy, { recursive: true });
    run([], source);
    const before = treeOf(source.out);
    const path = join(copy, 'prod-eu', file);
    const text = readFileSync(path, 'utf8');
    expect(spoil(text)).not.toBe(text);
    writeFileSync(path, spoil(text));
    expect(run([], { ...source, loadFleet: () => loadFleet(copy) })).toBe(1);
    expect(printed).toMatch(new RegExp(`prod-eu/${file}:\\d+:`));
    expect(printed).not.toMatch(/^ +at /m);
    expect(treeOf(source.out)).toEqual(before);
  });

  it('shows where in the code a unit failed only when asked', () => {
    const build = () => {
      throw new TypeError('no such thing');
    };
    const broken: Source = { ...source, units: () => [unitOf('broken', ['east'], { build })] };
    expect(run([], broken)).toBe(1);
    expect(printed).toBe(
      'The unit broken on east cannot be rendered: no such thing\nRun it with --stack to see where in the code.\n',
    );
    expect(run(['--stack'], broken)).toBe(1);
    expect(printed).toMatch(/TypeError: no such thing\n +at .*build .*command\.test\.ts/);
  });

  it('says what is wrong with a folder that it cannot use', () => {
    writeFileSync(join(source.out, '..', 'file'), '');
    expect(run(['--out', join(source.out, '..', 'file')], source)).toBe(1);
    expect(printed).toMatch(/Cannot use .*file.*: a file stands where a folder is needed\. Remove it/);
    expect(printed).not.toMatch(/^ +at /m);
  });

  it.each([
    ['EACCES', /^Cannot use \/dist: its permissions forbid it/],
    ['EROFS', /^Cannot use \/dist: the file system is read-only/],
    ['ENOSPC', /^Cannot use \/dist: the disk is full/],
  ])('explains %s', (code, message) => {
    const error = Object.assign(new Error(`${code}: something`), { code, syscall: 'open', path: '/dist' });
    expect(messageOf(error)).toMatch(message);
  });
});
