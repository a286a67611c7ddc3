import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Unit } from '../../platform/unit/unit.ts';
import { Mistake } from '../../scripts/command-line/mistake.ts';
import { indexText } from '../../scripts/synth/dist-index.ts';
import { compare, foreignOf, partsOf, synth } from '../../scripts/synth/synth.ts';
import { chartOf, configUnit, fleetOf } from './fixture/fleet.ts';
import { temporaryFolder, treeOf } from './fixture/folders.ts';
import { inventoryFor } from './fixture/inventory.ts';

const both = ['east', 'west'];
let out: string;
beforeEach(() => {
  out = join(temporaryFolder(), 'dist');
});

function charted(name: string, clusters: readonly string[], maps: Record<string, string>): Unit {
  return { ...configUnit(name, clusters, maps), helm: () => chartOf({ name }) };
}

const shop = charted('shop', both, { colors: 'red' });
const request = () => ({ fleet: fleetOf(...both), units: [shop], out });

function put(path: string, text: string): void {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), text);
}

function isUpToDate(): boolean {
  return partsOf(compare(request())).every(
    ({ added, changed, stale, empty }) => added.length + changed.length + stale.length + empty.length === 0,
  );
}

/** What an earlier fleet rendered: more units, and a cluster more. */
function renderMore(): void {
  const clusters = [...both, 'north'];
  const units = [
    charted('shop', clusters, { colors: 'red', sizes: 'big' }),
    charted('gone', clusters, { d: '1' }),
  ];
  synth({ fleet: fleetOf(...clusters), units, out });
}

describe('what is left over in the output folder', () => {
  it('goes where synth wrote it: of an object, a unit, a chart, a cluster, and even without the index', () => {
    synth(request());
    const whole = treeOf(out);
    renderMore();
    rmSync(join(out, 'index.json'));
    const plan = synth(request());
    expect(foreignOf(plan)).toEqual([]);
    expect(treeOf(out)).toEqual(whole);
    expect(readdirSync(out).sort()).toEqual(['east', 'index.json', 'values', 'west']);
    expect(readdirSync(join(out, 'values')).sort()).toEqual(both);
  });

  it('goes where it is the inventory of a chart, a unit or a cluster that left, and stays where the chart does', () => {
    renderMore();
    for (const path of ['east/shop', 'east/gone', 'west/shop', 'north/shop', 'north/gone']) {
      const [cluster = '', unit = ''] = path.split('/');
      put(`charts/${path}.json`, inventoryFor(cluster, unit));
    }
    put('charts/east/other.json', '{}');
    const plan = synth(request());
    expect(foreignOf(plan).map(({ path }) => path)).toEqual(['charts/east/other.json']);
    const left = Object.keys(treeOf(out)).filter((path) => path.startsWith('charts/'));
    expect(left.sort()).toEqual(['charts/east/other.json', 'charts/east/shop.json', 'charts/west/shop.json']);
    expect(readdirSync(join(out, 'charts')).sort()).toEqual(both);
  });

  it('goes where the unit stays and its chart left', () => {
    synth(request());
    put('charts/east/shop.json', inventoryFor('east', 'shop'));
    synth({ ...request(), units: [configUnit('shop', both, { colors: 'red' })] });
    expect(existsSync(join(out, 'charts'))).toBe(false);
  });

  it.each(['east/gone/', 'east/gone/shop/', 'east/shop/other/', 'values/east/gone/', 'charts/east/gone/'])(
    'an empty folder %s goes, and is told by a comparison',
    (path) => {
      synth(request());
      const whole = treeOf(out);
      mkdirSync(join(out, path), { recursive: true });
      expect(isUpToDate()).toBe(false);
      synth(request());
      expect(isUpToDate()).toBe(true);
      expect(existsSync(join(out, path))).toBe(false);
      expect(treeOf(out)).toEqual(whole);
    },
  );

  const beside = ['north/', 'north/shop/shop/', 'values/north/', '.git/refs/tags/'];

  it.each(beside)('an empty folder %s beside the clusters stays: it may be anybody’s', (path) => {
    synth(request());
    mkdirSync(join(out, path), { recursive: true });
    expect(isUpToDate()).toBe(true);
    synth(request());
    expect(existsSync(join(out, path))).toBe(true);
  });

  it.each(beside.slice(0, -1))('an empty folder %s of a cluster that the index names goes', (path) => {
    synth(request());
    const whole = treeOf(out);
    put('index.json', indexText([...both, 'north']));
    mkdirSync(join(out, path), { recursive: true });
    synth(request());
    expect(existsSync(join(out, path))).toBe(false);
    expect(treeOf(out)).toEqual(whole);
  });

  it.each([
    ['a file beside the clusters', 'README.md'],
    ['an editor’s backup', 'east/shop/shop/configmap-colors.yaml~'],
    ['an object written by hand', 'east/shop/shop/pod-by-hand.yaml'],
    ['values written by hand', 'values/east/by-hand.yaml'],
    ['a file in a namespace that nothing renders', 'east/shop/mine/pod.yaml'],
    ['a file in the folder of a unit', 'east/shop/notes.yaml'],
    ['a file in the folder of a cluster', 'east/index.json'],
    ['a unit of somebody’s own', 'east/by-hand/shop/pod.yaml'],
    ['a cluster of somebody’s own', 'north/by-hand/shop/pod.yaml'],
    ['a folder that is no cluster', 'docs/images/tree.png'],
    ['values of somebody’s own', 'values/east/by-hand.txt'],
    ['a file beside the values of clusters', 'values/README.md'],
    ['values of an earlier layout', 'east/shop/values.yaml'],
    ['a file that macOS leaves', 'east/.DS_Store'],
  ])('%s stays, and is told each time', (_case, path) => {
    synth(request());
    put(path, 'mine\n');
    for (const _run of [1, 2]) {
      expect(foreignOf(compare(request())).map((foreign) => foreign.path)).toEqual([path]);
      expect(foreignOf(synth(request())).map((foreign) => foreign.path)).toEqual([path]);
      expect(treeOf(out)[path]).toBe('mine\n');
    }
  });

  it('stays where it was edited since: of a unit, an object and a cluster that are gone', () => {
    renderMore();
    const edited = [
      'east/gone/shop/configmap-d.yaml',
      'east/shop/shop/configmap-sizes.yaml',
      'north/gone/shop/configmap-d.yaml',
      'values/east/gone.yaml',
      'values/north/shop.yaml',
    ];
    for (const path of edited) put(path, `# mine\n${treeOf(out)[path]}`);
    const before = treeOf(out);
    expect(foreignOf(synth(request()))).toEqual(
      edited.map((path) => ({ path, reason: 'it was written or edited by hand' })).sort(),
    );
    for (const path of edited) expect(treeOf(out)[path]).toBe(before[path]);
    expect(isUpToDate()).toBe(true);
  });

  it('with the marks of a merge stays: what both sides wanted is not lost', () => {
    renderMore();
    put('east/gone/shop/configmap-d.yaml', '<<<<<<< ours\na: 1\n=======\na: 2\n>>>>>>> theirs\n');
    expect(foreignOf(synth(request()))).toEqual([
      { path: 'east/gone/shop/configmap-d.yaml', reason: 'a merge left its marks in it' },
    ]);
  });

  it.each([
    'link',
    'east/link',
    'east/shop/link',
    'east/shop/shop/link',
    'values/link',
    'values/east/link',
    'gone/link',
  ])('a link at %s stays, and what it leads to', (path) => {
    synth(request());
    const elsewhere = temporaryFolder();
    // What it leads to is a file of synth, by its looks.
    synth({ ...request(), out: elsewhere });
    const before = treeOf(elsewhere);
    mkdirSync(dirname(join(out, path)), { recursive: true });
    symlinkSync(elsewhere, join(out, path));
    expect(foreignOf(synth(request()))).toEqual([{ path, reason: 'it is a symbolic link' }]);
    expect(readlinkSync(join(out, path))).toBe(elsewhere);
    expect(treeOf(elsewhere)).toEqual(before);
  });

  it('is not looked at where only some clusters are rendered', () => {
    synth(request());
    put('north/by-hand/pod.yaml', 'mine');
    mkdirSync(join(out, 'south'));
    expect(foreignOf(synth({ ...request(), clusters: ['east'] }))).toEqual([]);
    expect(existsSync(join(out, 'south'))).toBe(true);
  });
});

describe('whatever others did to the output folder', () => {
  const part = fc.constantFrom(
    'east',
    'west',
    'north',
    'values',
    'charts',
    'shop',
    'gone',
    'by-hand',
    'Ünït',
    '.git',
    'a b',
  );
  const name = fc.constantFrom(
    ...[
      'configmap-colors.yaml',
      'configmap-sizes.yaml',
      'shop.yaml',
      'gone.yaml',
      'README.md',
      'pod.yml',
      '.env',
    ],
  );
  const path = fc
    .tuple(fc.array(part, { maxLength: 4 }), name)
    .map(([folders, file]) => [...folders, file].join('/'));
  const text = fc.constantFrom(
    '',
    'mine\n',
    'a: 1\n',
    '# why\na: 1\n',
    'apiVersion: v1\nkind: Pod\n',
    '\u0000\u0001',
  );
  const act = fc.oneof(
    fc.record({ kind: fc.constant('file' as const), path, text }),
    fc.record({ kind: fc.constant('link' as const), path, text }),
    fc.record({ kind: fc.constant('folder' as const), path, text }),
    fc.record({
      kind: fc.constantFrom('edit' as const, 'delete' as const, 'render more' as const),
      path,
      text,
      which: fc.nat(),
    }),
  );

  it('nothing of theirs is lost, and one run makes the rest whole', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 8 }), fc.boolean(), (acts, withCache) => {
        out = join(temporaryFolder(), 'dist');
        const cache = { directory: temporaryFolder(), code: () => 'code' };
        const cached = () => ({ ...request(), ...(withCache && { cache }) });
        synth(cached());
        const whole = treeOf(out);
        for (const one of acts) {
          try {
            if (one.kind === 'render more') renderMore();
            else if (one.kind === 'edit' || one.kind === 'delete') {
              const files = Object.keys(treeOf(out));
              const victim = join(out, files[one.which % files.length] ?? '');
              if (one.kind === 'delete') rmSync(victim);
              else writeFileSync(victim, `${readFileSync(victim, 'utf8')}# mine\n`);
            } else if (lstatSync(join(out, one.path), { throwIfNoEntry: false }) === undefined) {
              mkdirSync(dirname(join(out, one.path)), { recursive: true });
              if (one.kind === 'file') writeFileSync(join(out, one.path), one.text);
              else if (one.kind === 'folder') mkdirSync(join(out, one.path));
              else symlinkSync(join(out, '../elsewhere'), join(out, one.path));
            }
          } catch (error) {
            // A file stands where a folder would have to: there is nothing to do then.
            if (!(error instanceof Mistake || (error instanceof Error && 'code' in error))) throw error;
          }
        }
        const before = everything();
        let foreign: readonly string[];
        try {
          foreign = foreignOf(synth(cached())).map((found) => found.path);
        } catch (error) {
          // Something of theirs stands where a file of ours has to.
          expect(error).toBeInstanceOf(Mistake);
          expect(everything()).toEqual(before);
          return;
        }
        const after = everything();
        for (const [file, content] of Object.entries(before)) {
          if (foreign.includes(file)) expect(after[file], `${file} is theirs`).toBe(content);
          else if (whole[file] === undefined && after[file] === undefined)
            expect(SYNTHS, file).toContain(content);
        }
        for (const [file, content] of Object.entries(whole)) expect(after[file], file).toBe(content);
        expect(Object.keys(after).sort()).toEqual([...new Set([...Object.keys(whole), ...foreign])].sort());
        expect(isUpToDate()).toBe(true);
        expect(
          foreignOf(compare(request()))
            .map((found) => found.path)
            .sort(),
        ).toEqual([...foreign].sort());
      }),
      { numRuns: 150, seed: 20261124 },
    );
  }, 60_000);

  /** Every file and link with its content. */
  function everything(): Record<string, string> {
    const paths = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter(
      (found) => !lstatSync(join(out, found)).isDirectory(),
    );
    return Object.fromEntries(
      paths.map((found) => {
        const isLink = lstatSync(join(out, found)).isSymbolicLink();
        return [found, isLink ? 'link' : readFileSync(join(out, found), 'utf8')];
      }),
    );
  }

  /** The texts of what may go. */
  const SYNTHS = (() => {
    const folder = temporaryFolderOfSuite();
    out = folder;
    renderMore();
    const texts = Object.values(treeOf(folder));
    rmSync(folder, { recursive: true });
    return texts;
  })();
});

function temporaryFolderOfSuite(): string {
  return join(process.env.TMPDIR ?? '/tmp', `synth-leftovers-${process.pid}`);
}
