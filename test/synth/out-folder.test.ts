import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Mistake } from '../../scripts/command-line/mistake.ts';
import { indexText } from '../../scripts/synth/dist-index.ts';
import { assertOutFolder } from '../../scripts/synth/out-folder.ts';
import { synth } from '../../scripts/synth/synth.ts';
import { chartOf, configUnit, fleetOf, unitOf } from './fixture/fleet.ts';
import { temporaryFolder } from './fixture/folders.ts';

const fleet = fleetOf('east');
let around: string;
let repository: string;
beforeEach(() => {
  around = temporaryFolder();
  repository = join(around, 'repository');
  for (const folder of ['.git/refs/tags', 'clusters', 'dist/east/empty', 'apps/shop', 'empty']) {
    mkdirSync(join(repository, folder), { recursive: true });
  }
  put('repository/clusters/index.ts', '');
});

function put(path: string, text: string): void {
  mkdirSync(dirname(join(around, path)), { recursive: true });
  writeFileSync(join(around, path), text);
}

const check = (path: string) =>
  assertOutFolder(join(around, path), { repository, out: join(repository, 'dist') });
const everything = () => readdirSync(around, { recursive: true, encoding: 'utf8' }).sort();

describe('a folder that --out may name', () => {
  it.each(['missing', 'missing/too', 'repository/missing', 'repository/empty', 'repository/dist'])(
    'is %s',
    (path) => {
      expect(() => check(path)).not.toThrow();
    },
  );

  it('is dist/ in any state: half-written, with files of others, without its index, or missing', () => {
    put('repository/dist/README.md', 'mine');
    expect(() => check('repository/dist')).not.toThrow();
    put('repository/dist/index.json', '[]');
    expect(() => check('repository/dist')).not.toThrow();
    rmSync(join(repository, 'dist'), { recursive: true });
    expect(() => check('repository/dist')).not.toThrow();
  });

  it.each([
    ['objects', [configUnit('shop', ['east'], { colors: 'red' })]],
    ['values of charts alone', [unitOf('redis', ['east'], { helm: () => chartOf({}) })]],
    ['no unit', []],
  ])('is one that synth wrote before, with %s', (_case, units) => {
    const out = join(around, 'elsewhere');
    synth({ fleet, units, out });
    expect(() => check('elsewhere')).not.toThrow();
    if (units.length > 0) put('elsewhere/README.md', 'mine');
    expect(() => check('elsewhere')).not.toThrow();
  });

  it('is reached through a link as well', () => {
    mkdirSync(join(around, 'real'));
    symlinkSync(join(around, 'real'), join(around, 'link'));
    expect(() => check('link')).not.toThrow();
  });
});

describe('a folder that --out may not name', () => {
  it.each([
    ['repository', 'which is the repository itself'],
    ['.', 'which contains the repository'],
    ['link', 'which is the repository itself'],
    ['repository/.git', 'which belongs to Git'],
    ['repository/.git/refs/tags', 'which belongs to Git'],
    ['others/.git/refs', 'which belongs to Git'],
    ['repository/clusters', 'which holds index.ts and no index.json of synth'],
    ['repository/apps/shop', 'which belongs to the repository'],
    ['repository/clusters/new', 'which belongs to the repository'],
    ['repository/dist/east', 'which belongs to the repository'],
    ['project', 'which holds a and no index.json of synth'],
    ['foreign', 'which holds index.json and no index.json of synth'],
    ['list', 'which holds east and no index.json of synth'],
    ['gone', 'which holds README.md and no index.json of synth'],
    ['file', 'which is a file'],
    ['file/below', 'is a file'],
  ])('is %s: it says why, and what to give instead', (path, problem) => {
    symlinkSync(repository, join(around, 'link'));
    mkdirSync(join(around, 'project/a/b'), { recursive: true });
    put('foreign/index.json', '{}');
    put('list/east/shop.yaml', '');
    put('list/index.json', '{"clusters":["east"]}');
    put('gone/README.md', '');
    put('gone/index.json', indexText(['east']));
    put('file', '');
    const before = everything();
    expect(() => check(path)).toThrow(Mistake);
    expect(() => check(path)).toThrow(`--out: found ${join(around, path)}, `);
    expect(() => check(path)).toThrow(problem);
    expect(() => check(path)).toThrow('Give a folder that is missing, empty, or written by synth');
    expect(everything()).toEqual(before);
    expect(existsSync(join(around, 'missing'))).toBe(false);
  });
});
