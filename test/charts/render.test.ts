import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadAll } from 'js-yaml';
import { beforeAll, describe, expect, inject, it, test } from 'vitest';
import { chartPins } from '../../charts/pins.ts';
import { collectCharts } from '../../scripts/charts/collect.ts';
import { helmProgram } from '../../scripts/charts/helm.ts';
import { objectsIn } from '../../scripts/charts/objects.ts';
import type { Release } from '../../scripts/charts/releases.ts';
import { type Charts, chartsOf, renderRelease, renderReleases } from '../../scripts/charts/render.ts';
import { writeRendered } from '../../scripts/charts/write-rendered.ts';
import { Mistake } from '../../scripts/command-line/mistake.ts';
import { messageOf } from '../../scripts/command-line/tell.ts';
import { at } from '../manifest-reader.ts';
import { temporaryFolder, treeOf } from '../synth/fixture/folders.ts';

const FOLDER = join(import.meta.dirname, 'folder');
const cache = mkdtempSync(join(inject('temporaryFolders'), 'charts-'));
const VALUES = join(cache, 'values.yaml');

const release = (cluster: string, more: Partial<Release> = {}): Release => ({
  cluster,
  unit: 'widgets',
  release: 'tiny-release',
  namespace: 'widgets',
  chart: 'tiny',
  version: '1.2.0',
  kubernetes: '1.34',
  skipCrds: false,
  valuesFile: VALUES,
  ...more,
});

let charts: Charts;
beforeAll(async () => {
  writeFileSync(VALUES, 'replicas: 3\n');
  const pin = { name: 'tiny', repository: 'https://charts.example.com', versions: [{ version: '1.2.0' }] };
  await collectCharts({ from: FOLDER, cache }, new Map([['tiny', pin]]));
  charts = new Map([
    [
      'tiny-1.2.0',
      { name: 'tiny', version: '1.2.0', path: join(cache, 'sources/tiny-1.2.0'), origin: 'source' },
    ],
  ]);
});

describe('what Helm is told', () => {
  /** A program that makes an object of its arguments and of what it reads. */
  function stub(): string {
    const path = join(temporaryFolder(), 'helm');
    const print = `printf '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"args":"%s"}' "$*"`;
    writeFileSync(path, `#!/bin/sh\n${print}\ncase "$*" in *'--values -'*) printf '\\n---\\n'; cat;; esac\n`);
    chmodSync(path, 0o755);
    return path;
  }
  const apiVersions = ['example.com/v1', 'example.com/v1/Gadget'];

  it('is what Argo CD tells it', async () => {
    const { objects } = await renderRelease(release('east'), { helm: stub(), charts }, { apiVersions });
    expect(at(objects[0] ?? {}, 'args')).toBe(
      `template ${join(cache, 'sources/tiny-1.2.0')} --name-template tiny-release --namespace widgets --kube-version 1.34.0 --values ${VALUES} --api-versions example.com/v1 --api-versions example.com/v1/Gadget --include-crds`,
    );
  });

  it('leaves the definitions out where the Application does', async () => {
    const { objects } = await renderRelease(
      release('east', { skipCrds: true }),
      { helm: stub(), charts },
      { apiVersions },
    );
    expect(at(objects[0] ?? {}, 'args')).not.toContain('--include-crds');
  });

  it('are other values than those of the file, where somebody tries some', async () => {
    const values = { apiVersion: 'v1', kind: 'Tried', metadata: { name: 'x' } };
    const { objects } = await renderRelease(
      release('east'),
      { helm: stub(), charts },
      { apiVersions, values },
    );
    expect(objects.map(({ kind }) => kind)).toEqual(['ConfigMap', 'Tried']);
  });

  it('is told in turn, with the unit and the cluster, where Helm refuses', async () => {
    const path = join(temporaryFolder(), 'helm');
    writeFileSync(path, '#!/bin/sh\necho "Error: no such value" >&2; exit 1\n');
    chmodSync(path, 0o755);
    await expect(renderRelease(release('east'), { helm: path, charts }, { apiVersions })).rejects.toThrow(
      'widgets on east: Helm cannot render tiny 1.2.0: Error: no such value',
    );
  });
});

test.each([
  ['hello: 1', 'apiVersion: Invalid input'],
  ['{apiVersion: v1, kind: ConfigMap, metadata: {name: 3}}', 'metadata.name: Invalid input'],
  [
    '{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {app: 1}}}',
    'metadata.labels.app: Invalid input',
  ],
  ['{apiVersion: v1, kind: List, items: [{kind: ConfigMap}]}', 'apiVersion: Invalid input'],
  ['just a text', 'the document: Invalid input'],
  ['a: "not closed', 'not closed'],
])(
  'what is no object of Kubernetes is told with unit, cluster, chart and place: %s',
  async (printed, place) => {
    const path = join(temporaryFolder(), 'helm');
    writeFileSync(path, `#!/bin/sh\ncat <<'END'\n${printed}\nEND\n`);
    chmodSync(path, 0o755);
    const error = await renderRelease(release('east'), { helm: path, charts }, { apiVersions: [] }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(Mistake);
    const told = messageOf(error);
    expect(told).toContain('widgets on east: tiny 1.2.0 renders something that is no object of Kubernetes: ');
    expect(told).toContain(place);
    expect(told).not.toContain('"code"');
  },
);

test('a chart that is not on this machine is told, with the way to get it', () => {
  const [pin] = [...chartPins.values()];
  const wanted = { chart: pin?.name ?? '', version: pin?.versions[0]?.version ?? '' };
  expect(() => chartsOf([release('east', wanted)], temporaryFolder())).toThrow(
    /not on this machine: \S+\.\nFetch them with npx fleet charts, or .*--from DIR/,
  );
});

describe('objects that Helm prints', () => {
  it('mean what Kubernetes reads: octal modes, and = as a text', () => {
    const [object] = objectsIn(
      'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nmode: 0400\nsign: =\nyes: on\n',
    );
    expect(object).toMatchObject({ mode: 256, sign: '=' });
  });

  it('are the items of a List, and nothing of a document with comments alone', () => {
    const item = '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}';
    const printed = `---\n# Source: a\n---\napiVersion: v1\nkind: List\nitems: [${item}, ${item}]\n`;
    expect(objectsIn(printed).map(({ kind }) => kind)).toEqual(['ConfigMap', 'ConfigMap']);
  });

  it('may hold a line of hyphens in a text', () => {
    const [object, ...others] = objectsIn(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: |\n    ---\n    b\n',
    );
    expect(others).toEqual([]);
    expect(at(object ?? {}, 'data.a')).toBe('---\nb\n');
  });
});

const HELM = join('node_modules/.cache', `${helmProgram.name}-${helmProgram.version}`, helmProgram.name);

/** Where no proof has installed it yet, what is above has to do. */
describe.skipIf(!existsSync(HELM))('real Helm', () => {
  it('renders the chart with its sub-chart, its definition, its hook and what needs the definition', async () => {
    const [east] = await renderReleases([release('east')], { helm: HELM, charts });
    const kinds = east?.objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();
    expect(kinds).toEqual([
      'ConfigMap tiny-release-sub',
      'CustomResourceDefinition gadgets.example.com',
      'Deployment tiny-release',
      'Gadget tiny-release',
      'Job tiny-release-before',
    ]);
    const deployment = east?.objects.find(({ kind }) => kind === 'Deployment') ?? {};
    expect(at(deployment, 'metadata.labels')).toEqual({ version: 'v1.2.0', kubernetes: 'v1.34.0' });
    expect(at(deployment, 'spec.replicas')).toBe(3);
    expect(at(deployment, 'spec.template.spec.volumes[0].secret.defaultMode')).toBe(256);
  });

  it('knows of each cluster only what is defined there', async () => {
    const [east, west] = await renderReleases([release('east'), release('west', { skipCrds: true })], {
      helm: HELM,
      charts,
    });
    const gadgets = (of: typeof east) => of?.objects.filter(({ kind }) => kind === 'Gadget').length;
    expect([gadgets(east), gadgets(west)]).toEqual([1, 0]);
  });
});

describe('a folder of what charts become', () => {
  const object = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
  const rendered = (unit: string, ...names: readonly string[]) => ({
    ...release('east', { unit }),
    origin: 'archive' as const,
    objects: names.map(object),
  });

  it('has a file for each unit, in an order that no template decides', () => {
    const folder = temporaryFolder();
    writeRendered(folder, [rendered('one', 'b', 'a'), rendered('two', 'c')]);
    expect(loadAll(readFileSync(join(folder, 'east/two.yaml'), 'utf8'))).toEqual([object('c')]);
    expect(readFileSync(join(folder, 'east/one.yaml'), 'utf8')).toMatch(/name: a\n---\n[\s\S]*name: b\n$/);
    writeRendered(folder, [rendered('one', 'b', 'a')]);
    expect(existsSync(join(folder, 'east/two.yaml'))).toBe(false);
  });

  const put = (folder: string, path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  it.each([
    ['a folder', 'east/keda/deployment.yaml', 'kind: Deployment\n'],
    ['a file of another form', 'east/notes.md', '# Notes\n'],
    ['YAML of somebody else', 'east/keda.yaml', '# Values of keda on east, written by synth.\na: 1\n'],
  ])('takes the place of no folder that holds anything else: %s', (_, path, text) => {
    const folder = temporaryFolder();
    put(folder, path, text);
    expect(() => writeRendered(folder, [rendered('one', 'a')])).toThrow(
      'which npx fleet charts has not written. Choose another folder',
    );
    expect(readFileSync(join(folder, path), 'utf8')).toBe(text);
  });

  describe('in a repository', () => {
    function repository(): string {
      const folder = temporaryFolder();
      put(folder, 'dist/values/east/keda.yaml', 'a: 1\n');
      put(folder, 'dist/values/west/keda.yaml', 'a: 1\n');
      put(folder, 'events/order-placed.yaml', 'asyncapi: 3.0.0\n');
      return folder;
    }

    it.each(['dist/values', 'dist/charts', 'dist', 'dist/new', 'events', '', '..', '.git', 'before/..'])(
      'is none of its own: "%s"',
      (path) => {
        const home = repository();
        const before = treeOf(home);
        const write = () => writeRendered(join(home, path), [rendered('one', 'a')], { repository: home });
        expect(write).toThrow(/repository|Git/);
        expect(treeOf(home)).toEqual(before);
      },
    );

    it('is a new one of its root, and the same once more', () => {
      const home = repository();
      const write = (unit: string) =>
        writeRendered(join(home, 'before'), [rendered(unit, 'a')], { repository: home });
      write('one');
      write('two');
      expect(Object.keys(treeOf(join(home, 'before')))).toEqual(['east/two.yaml']);
    });
  });
});
