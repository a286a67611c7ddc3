import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { loadFleet } from '../../clusters/index.ts';
import type { Generated } from '../../scripts/documents/document.ts';
import { RenderedFiles } from '../../scripts/documents/files.ts';
import { generate } from '../../scripts/documents/generate.ts';
import { environmentExample } from '../../scripts/env-examples/example.ts';
import { objectsIn } from '../../scripts/env-examples/objects.ts';
import { remember, staleDocuments, writeDocuments } from '../../scripts/synth/documents.ts';
import { temporaryFolder } from '../synth/fixture/folders.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

describe('the documents that follow from the sources', () => {
  const fleet = loadFleet();
  const sources = { fleet, files: new RenderedFiles(root) };
  const all = generate(sources);
  const paths = all.documents.map(({ path }) => path);

  it('are all of those that say that a command writes them: none is left for somebody to remember', () => {
    const listed = execFileSync(
      'git',
      ['grep', '-lE', '(Written|written) by npm run [a-z]', '--', 'clusters', 'docs', '*.md'],
      {
        cwd: root,
        encoding: 'utf8',
      },
    );
    const written = listed.split('\n').filter((path) => path !== '' && !path.endsWith('.ts'));
    expect(paths.toSorted()).toEqual(expect.arrayContaining(written));
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('come a second time as the same bytes', () => {
    expect(generate(sources)).toEqual(all);
  });

  it('of one cluster are its own alone', () => {
    const [cluster] = fleet.clusters;
    const some = generate({ ...sources, clusters: [cluster?.name ?? ''] });
    expect(some.documents.map(({ path }) => path)).toEqual([`clusters/${cluster?.name}/.env.example`]);
    expect(all.documents).toEqual(expect.arrayContaining([...some.documents]));
  });
});

test('a canary changes no name of a variable: the rollback at 3 a.m. is green', () => {
  const deployment = (name: string, track: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop, labels: {app.kubernetes.io/part-of: shop, track: ${track}}}
spec: {template: {spec: {containers: [{env: [{name: COLOR}], envFrom: [{configMapRef: {name: settings}}]}]}}}
`;
  const settings =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\ndata: {SIZE: "1"}\n';
  const stable = [settings, deployment('cart', 'stable')];
  const example = environmentExample('east', objectsIn(stable));
  expect(example).toContain('COLOR=');
  expect(example).toContain('SIZE=');
  expect(environmentExample('east', objectsIn([...stable, deployment('cart-canary', 'canary')]))).toBe(
    example,
  );
});

describe('the files that documents are made from', () => {
  const disk = () => folderWith({ 'dist/east/a.yaml': 'a', 'dist/east/b.yaml': 'b', 'docs/page.md': 'page' });

  it('are those that synth would leave, though it has written nothing yet', () => {
    const changed = new Map([
      ['dist/east/b.yaml', 'new'],
      ['dist/east/shop/c.yaml', 'c'],
    ]);
    const files = new RenderedFiles(disk(), changed, new Set(['dist/east/a.yaml']));
    expect(files.below('dist/east')).toEqual(['dist/east/b.yaml', 'dist/east/shop/c.yaml']);
    const texts = ['dist/east/a.yaml', 'dist/east/b.yaml', 'dist/east/shop/c.yaml', 'docs/page.md', 'none'];
    expect(texts.map((path) => files.text(path))).toEqual([undefined, 'new', 'c', 'page', undefined]);
  });

  it('include the documents that were made before', () => {
    const files = new RenderedFiles(disk()).with([{ path: 'docs/page.md', text: 'newer' }]);
    expect(files.text('docs/page.md')).toBe('newer');
    expect(files.below('nowhere')).toEqual([]);
  });
});

describe('documents', () => {
  const made: Generated = {
    documents: [
      { path: 'docs/a.md', text: 'a' },
      { path: 'docs/deep/b.md', text: 'b' },
    ],
    wrong: [],
  };

  it('are written where they differ or are missing, and not otherwise', () => {
    const folder = folderWith({ 'docs/a.md': 'old' });
    const stale = staleDocuments(folder, made);
    expect(stale.map(({ path, is }) => `${is} ${path}`)).toEqual([
      'differs docs/a.md',
      'missing docs/deep/b.md',
    ]);
    writeDocuments(folder, stale);
    expect(readFileSync(join(folder, 'docs/deep/b.md'), 'utf8')).toBe('b');
    expect(staleDocuments(folder, made)).toEqual([]);
  });

  it('are made again only where a source has changed, whatever became of the documents themselves', async () => {
    const file = join(temporaryFolder(), 'cache/documents.json');
    let times = 0;
    const make = async () => {
      times++;
      return made;
    };
    const key = (sources: string) => (but: ReadonlySet<string>) => `${sources} but ${[...but].join()}`;
    for (const sources of ['one', 'one', 'two', 'two', 'one']) {
      expect(await remember(file, key(sources), make)).toMatchObject(made);
    }
    expect(times).toBe(3);
    writeFileSync(file, '{"key": "one');
    expect(await remember(file, key('one'), make)).toMatchObject(made);
    expect(times).toBe(4);
  });
});
