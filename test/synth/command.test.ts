import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadFleet } from '../../clusters/index.ts';
import { implement } from '../../scripts/command-line/command.ts';
import { run as runCommand } from '../../scripts/command-line/run.ts';
import { messageOf } from '../../scripts/command-line/tell.ts';
import type { Generated } from '../../scripts/documents/document.ts';
import { type Rendered, render, type Source } from '../../scripts/synth/command.ts';
import { synth } from '../../scripts/synth/usage.ts';
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
  source = {
    loadFleet: () => fleet,
    units: () => units,
    repository: temporaryFolder(),
    out: join(temporaryFolder(), 'dist'),
    cache,
  };
});
afterEach(() => {
  vi.restoreAllMocks();
});

const run = (args: readonly string[], from: Source) =>
  runCommand(synth, args, (raw) =>
    implement(synth, ({ options }) => render(options, from))(raw, {
      load: async () => undefined,
      folder: '.',
    }),
  );

describe('npm run synth', () => {
  it('prints a line for each cluster', async () => {
    expect(await run([], source)).toBe(0);
    expect(printed).toMatch(
      /^east {2}1 object: 1 written, 0 removed, 0 unchanged \(\d+\.\d\d s\)\nwest {2}1 object/,
    );
  });

  it('--cluster renders only that one, and --out into another folder', async () => {
    const out = join(temporaryFolder(), 'elsewhere');
    expect(await run(['--cluster', 'west', '--out', out], source)).toBe(0);
    expect(Object.keys(treeOf(out))).toEqual(['index.json', 'west/shop/shop/configmap-colors.yaml']);
    expect(existsSync(source.out)).toBe(false);
  });

  it('--check passes only where the committed tree is what the code renders', async () => {
    await run([], source);
    expect(await run(['--check'], source)).toBe(0);
    writeFileSync(join(source.out, 'east/shop/shop/configmap-colors.yaml'), 'edited');
    writeFileSync(join(source.out, 'west/by-hand.yaml'), 'mine');
    expect(await run(['--check'], source)).toBe(1);
    expect(printed).toContain(`differs      ${source.out}/east/shop/shop/configmap-colors.yaml`);
    expect(printed).toContain(`${source.out}/west/by-hand.yaml: synth gives no file such a name`);
    expect(readFileSync(join(source.out, 'east/shop/shop/configmap-colors.yaml'), 'utf8')).toBe('edited');
  });

  it('--check sees an index that was not written to its end', async () => {
    await run([], source);
    writeFileSync(join(source.out, 'index.json'), '{"clusters": ["east"]}');
    expect(await run(['--check'], source)).toBe(1);
    expect(printed).toContain(`differs      ${source.out}/index.json`);
  });

  it('--check fails for what synth leaves alone, and says what to do with it', async () => {
    await run([], source);
    writeFileSync(join(source.out, 'README.md'), 'mine');
    for (const _run of [1, 2]) {
      expect(await run([], source)).toBe(0);
      expect(await run(['--check'], source)).toBe(1);
    }
    expect(printed).not.toContain('Not up to date');
    expect(printed).toContain('Move what you need elsewhere, and remove them:');
    expect(printed).toContain(`  ${source.out}/README.md: synth gives no file such a name`);
    rmSync(join(source.out, 'README.md'));
    expect(await run(['--check'], source)).toBe(0);
  });

  it('names what it removed', async () => {
    await run([], source);
    mkdirSync(join(source.out, 'east/shop/left'));
    const fewer = {
      ...source,
      loadFleet: () => fleetOf('east'),
      units: () => [configUnit('shop', ['east'], { colors: 'red' })],
    };
    expect(await run(['--check'], fewer)).toBe(1);
    expect(printed).toContain(`superfluous  ${source.out}/east/shop/left/`);
    expect(printed).toContain(`superfluous  ${source.out}/west/shop/shop/configmap-colors.yaml`);
    expect(await run([], fewer)).toBe(0);
    expect(printed).toContain(`  ${source.out}/west/shop/shop/configmap-colors.yaml`);
    expect(printed).toContain(`  ${source.out}/east/shop/left/`);
    expect(await run(['--check'], fewer)).toBe(0);
  });

  it('names files that it did not write: Argo CD would apply them', async () => {
    await run([], source);
    writeFileSync(join(source.out, 'east/shop/by-hand.yaml'), 'mine');
    expect(await run([], source)).toBe(0);
    expect(printed).toContain(join(source.out, 'east/shop/by-hand.yaml'));
  });

  describe('with the inventories of charts', () => {
    const old = { path: 'dist/charts/east/keda.json', why: 'the values have changed' };
    const withInventories = (): Source => ({ ...source, inventories: () => [old] });

    it('says which are old, and --check fails for it with the command that renews them', async () => {
      expect(await run([], withInventories())).toBe(0);
      expect(printed).toContain(`${old.path}: ${old.why}`);
      printed = '';
      expect(await run(['--check'], withInventories())).toBe(1);
      expect(printed).toContain(`${old.path}: ${old.why}`);
      expect(printed).toContain('Run npm run charts');
    });

    it('leaves them to another gate where it is told to, and looks at none in another folder', async () => {
      await run([], withInventories());
      printed = '';
      expect(await run(['--check', '--without-inventories'], withInventories())).toBe(0);
      expect(await run(['--out', join(temporaryFolder(), 'elsewhere')], withInventories())).toBe(0);
      expect(printed).not.toContain(old.path);
    });
  });

  describe('with the documents that follow from what it renders', () => {
    const page = 'docs/page.md';
    let asked: Rendered[];
    let made: Generated;
    let root: string;
    const withDocuments = (): Source => ({
      ...source,
      repository: root,
      documents: {
        generate: async (rendered) => {
          asked.push(rendered);
          return made;
        },
      },
    });
    beforeEach(() => {
      asked = [];
      made = { documents: [{ path: page, text: 'text' }], wrong: [] };
      root = temporaryFolder();
    });

    it('writes them, and says so only when something has changed', async () => {
      expect(await run([], withDocuments())).toBe(0);
      expect(readFileSync(join(root, page), 'utf8')).toBe('text');
      expect(printed).toContain(`${page}  written`);
      printed = '';
      expect(await run([], withDocuments())).toBe(0);
      expect(printed).not.toContain(page);
      expect(await run(['--check'], withDocuments())).toBe(0);
    });

    it('--check names a document that is stale beside every other file, and writes none', async () => {
      expect(await run(['--check'], withDocuments())).toBe(1);
      expect(printed).toContain(`  missing      ${source.out}/east/shop/shop/configmap-colors.yaml`);
      expect(printed).toContain(`  missing      ${page}`);
      expect(treeOf(root)).toEqual({});
      await run([], withDocuments());
      writeFileSync(join(root, page), 'by hand');
      expect(await run(['--check'], withDocuments())).toBe(1);
      expect(printed).toContain(`  differs      ${page}`);
    });

    it('--check makes them from what would be rendered, not from what stands there', async () => {
      await run([], withDocuments());
      writeFileSync(join(source.out, 'east/shop/shop/configmap-colors.yaml'), 'edited');
      writeFileSync(join(source.out, 'east/shop/by-hand.yaml'), 'mine');
      await run(['--check'], withDocuments());
      const { changed, superfluous, cached } = asked.at(-1) ?? expect.fail('It was not asked.');
      expect([...changed.keys()]).toEqual(['east/shop/shop/configmap-colors.yaml']);
      expect(superfluous).toEqual(['east/shop/by-hand.yaml']);
      expect(cached).toBe(false);
    });

    it('writes the rest where a page says what does not hold; only --check fails for it', async () => {
      made = { ...made, wrong: ['docs/rows.md: S1-1 is not so.'] };
      expect(await run([], withDocuments())).toBe(0);
      expect(printed).toContain('docs/rows.md: S1-1 is not so.');
      expect(existsSync(join(root, page))).toBe(true);
      expect(await run(['--check'], withDocuments())).toBe(1);
    });

    it('writes none where a unit has a mistake', async () => {
      const build = () => {
        throw new Error('no such queue');
      };
      const broken = { ...withDocuments(), units: () => [unitOf('broken', ['east'], { build })] };
      expect(await run([], broken)).toBe(1);
      expect([asked, treeOf(root)]).toEqual([[], {}]);
    });

    it('makes those of one cluster with --cluster, and none for another folder', async () => {
      await run(['--cluster', 'west'], withDocuments());
      expect(asked.map(({ clusters }) => clusters)).toEqual([['west']]);
      await run(['--out', join(temporaryFolder(), 'elsewhere')], withDocuments());
      expect(asked).toHaveLength(1);
    });

    it('takes what was made of the same sources, unless it is told to trust nothing', async () => {
      await run([], withDocuments());
      await run(['--uncached'], withDocuments());
      expect(asked.map(({ cached }) => cached)).toEqual([true, false]);
    });
  });

  it.each([
    [['--chek'], 'Is it --check?'],
    [['--cluster', 'wset-1'], 'There are east, west.'],
    [['--cluster', 'wesst'], 'Is it west?'],
    [['--cluster'], '--cluster needs a value: --cluster NAME.'],
    [['west'], 'synth takes no arguments: "west" is too much.'],
    [['--check=yes'], 'Write --check alone.'],
  ])('%j is refused with a hint, and nothing is written', async (args, hint) => {
    expect(await run(args, source)).toBe(1);
    expect(printed).toContain(hint);
    expect(existsSync(source.out)).toBe(false);
  });

  const clusters = fileURLToPath(new URL('../fleet/clusters', import.meta.url));
  it.each<[string, string, (text: string) => string]>([
    ['malformed YAML', 'cluster.yaml', (text) => `${text}\n  a: [`],
    ['an unknown key', 'cluster.yaml', (text) => `${text}\nreplicaFaktor: 2\n`],
    ['an account of nine digits', 'terraform.json', (text) => text.replace(/"(\d{9})\d{3}"/, '"$1"')],
    ['a missing digest', 'images.yaml', (text) => text.replace(/^ +digest:.*\n/m, '')],
  ])(
    'says where %s is, in a message without a stack trace, and writes nothing',
    async (_mistake, file, spoil) => {
      const copy = join(temporaryFolder(), 'clusters');
      cpSync(clusters, copy, { recursive: true });
      await run([], source);
      const before = treeOf(source.out);
      const path = join(copy, 'prod-eu', file);
      const text = readFileSync(path, 'utf8');
      expect(spoil(text)).not.toBe(text);
      writeFileSync(path, spoil(text));
      expect(await run([], { ...source, loadFleet: () => loadFleet(copy) })).toBe(1);
      expect(printed).toMatch(new RegExp(`prod-eu/${file}:\\d+:`));
      expect(printed).not.toMatch(/^ +at /m);
      expect(treeOf(source.out)).toEqual(before);
    },
  );

  it('shows where in the code a unit failed only when asked', async () => {
    const build = () => {
      throw new TypeError('no such thing');
    };
    const broken: Source = { ...source, units: () => [unitOf('broken', ['east'], { build })] };
    expect(await run([], broken)).toBe(1);
    expect(printed).toBe(
      'The unit broken on east cannot be rendered: no such thing\nRun it with --stack to see where in the code.\n',
    );
    expect(await run(['--stack'], broken)).toBe(1);
    expect(printed).toMatch(/TypeError: no such thing\n +at .*build .*command\.test\.ts/);
  });

  it.each([
    ['README.md', ', which is a file'],
    ['README.md/x', ', but '],
  ])('--out %s is refused: a file is never to be removed for it', async (path, problem) => {
    writeFileSync(join(source.repository, 'README.md'), 'mine');
    expect(await run(['--out', join(source.repository, path)], source)).toBe(1);
    expect(printed).toContain(`--out: found ${join(source.repository, path)}${problem}`);
    expect(printed).toContain('Give a folder that is missing, empty, or written by synth');
    expect(printed).not.toMatch(/^ +at |[Rr]emove/m);
    expect(treeOf(source.repository)).toEqual({ 'README.md': 'mine' });
  });

  it('says what is wrong with a dist/ that it cannot use', async () => {
    writeFileSync(source.out, '');
    expect(await run([], source)).toBe(1);
    expect(printed).toMatch(/Cannot use .*dist.*: .*(?:Give a folder|Move that elsewhere)/);
    expect(printed).not.toMatch(/^ +at |[Rr]emove/m);
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
