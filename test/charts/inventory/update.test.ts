import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ChartPins } from '../../../charts/pins.ts';
import type { UnreadValue } from '../../../platform/unit/unit.ts';
import { oldInventories } from '../../../scripts/charts/inventory/old.ts';
import { updateInventories } from '../../../scripts/charts/inventory/update.ts';
import { temporaryFolder } from '../../synth/fixture/folders.ts';

/** In the place of Helm: a chart whose templates read `name` and `replicas`, and nothing else. */
const HELM = `#!/usr/bin/env node
const { appendFileSync, readFileSync } = require('node:fs');
const at = process.argv[process.argv.indexOf('--values') + 1];
const { name = 'none', replicas = 1 } = JSON.parse(readFileSync(at === '-' ? 0 : at, 'utf8'));
if (at !== '-') appendFileSync(__filename + '.log', at + '\\n');
console.log(JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec: { replicas } }));
`;

const pins: ChartPins = new Map([
  ['tiny', { name: 'tiny', repository: 'https://charts.example.com', versions: [{ version: '1.2.0' }] }],
]);

let dist: string;
let cache: string;
let helm: string;
beforeEach(() => {
  [dist, cache] = [temporaryFolder(), temporaryFolder()];
  helm = join(temporaryFolder(), 'helm');
  writeFileSync(helm, HELM);
  chmodSync(helm, 0o755);
  mkdirSync(join(cache, 'sources/tiny-1.2.0'), { recursive: true });
  put('index.json', JSON.stringify({ clusters: ['east', 'west'] }));
  for (const cluster of ['east', 'west']) {
    put(
      `${cluster}/applications/argocd/application-${cluster}-widgets.yaml`,
      JSON.stringify(application(cluster)),
    );
    putValues(cluster, { name: 'widgets', replicas: 2 });
  }
});

const application = (cluster: string) => ({
  kind: 'Application',
  metadata: { name: `${cluster}-widgets` },
  spec: {
    destination: { name: cluster, namespace: 'widgets' },
    sources: [
      {
        chart: 'tiny',
        repoURL: 'https://charts.example.com',
        targetRevision: '1.2.0',
        helm: { releaseName: 'widgets', valueFiles: [`$values/dist/values/${cluster}/widgets.yaml`] },
      },
    ],
  },
});

function put(path: string, text: string): void {
  mkdirSync(dirname(join(dist, path)), { recursive: true });
  writeFileSync(join(dist, path), text);
}

function putValues(cluster: string, values: object): void {
  put(`values/${cluster}/widgets.yaml`, JSON.stringify(values));
}

const update = (excused: readonly UnreadValue[] = [], every = false) =>
  updateInventories({ dist, every, excused: () => excused, pins, cache, helm });

const old = () => oldInventories(dist, { pins }).map(({ path }) => path);

/** The clusters that were rendered with the values of their files since the last time. */
function rendered(): readonly string[] {
  const log = `${helm}.log`;
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  writeFileSync(log, '');
  return lines.filter((line) => line !== '').map((line) => /values\/(\w+)\//.exec(line)?.[1] ?? line);
}

const both = ['charts/east/widgets.json', 'charts/west/widgets.json'];
const EXCUSE = { path: 'nam', reason: 'It is for later.' };

describe('inventories', () => {
  it('are written where there is none, and only then', async () => {
    expect(old()).toEqual(both.map((path) => `dist/${path}`));
    expect((await update()).written).toEqual(both);
    const text = readFileSync(join(dist, 'charts/east/widgets.json'), 'utf8');
    expect(text).toContain('"replicas": 2');
    // Of sources, which no digest confirms.
    expect(text).toContain('"confirmed": false');
    expect(old()).toEqual([]);
    expect(rendered()).toHaveLength(2);
    expect((await update()).written).toEqual([]);
    expect(rendered()).toEqual([]);
  });

  it('are written again for the cluster whose values changed, and for every one where that is asked', async () => {
    await update();
    rendered();
    putValues('west', { name: 'widgets', replicas: 3 });
    expect(old()).toEqual(['dist/charts/west/widgets.json']);
    expect((await update()).written).toEqual(['charts/west/widgets.json']);
    expect(rendered()).toEqual(['west']);
    await update([], true);
    expect([...rendered()].sort()).toEqual(['east', 'west']);
  });

  it('stay old where a value has no effect, which is named', async () => {
    await update();
    putValues('west', { name: 'widgets', replicas: 2, nam: 'misspelt' });
    const { written, trials } = await update();
    expect(written).toEqual([]);
    expect(trials.flatMap(({ unread }) => unread)).toEqual([{ path: 'nam', clusters: ['west'] }]);
    expect(old()).toEqual(['dist/charts/west/widgets.json']);
    expect((await update([EXCUSE])).written).toEqual(['charts/west/widgets.json']);
  });

  it('stay old where an excuse is for nothing', async () => {
    expect((await update([EXCUSE])).written).toEqual([]);
    expect(old()).toHaveLength(2);
  });

  it('stay old where the chart is not on this machine, which is told', async () => {
    cache = temporaryFolder();
    const { written, missing } = await update();
    expect([written, missing.length]).toEqual([[], 2]);
    expect(rendered()).toEqual([]);
  });

  it('name npm run synth where another version is pinned than is installed, and not the one of before', async () => {
    await update();
    const newer: ChartPins = new Map([
      ['tiny', { name: 'tiny', repository: 'https://charts.example.com', versions: [{ version: '1.3.0' }] }],
    ]);
    const told = oldInventories(dist, { pins: newer }).map(({ why }) => why);
    expect(new Set(told)).toEqual(
      new Set(['dist/ installs tiny 1.2.0, and charts/pins.yaml has only 1.3.0. Run npm run synth first']),
    );
    await expect(
      updateInventories({ dist, every: false, excused: () => [], pins: newer, cache, helm }),
    ).rejects.toThrow('run npm run synth');
  });

  it('are old where the Application leaves the definitions out, or takes them in again', async () => {
    await update();
    const before = application('east');
    const [source] = before.spec.sources;
    const sources = [{ ...source, helm: { ...source?.helm, skipCrds: true } }];
    const file = 'east/applications/argocd/application-east-widgets.yaml';
    put(file, JSON.stringify({ ...before, spec: { ...before.spec, sources } }));
    expect(old()).toEqual(['dist/charts/east/widgets.json']);
    await update();
    expect(old()).toEqual([]);
    put(file, JSON.stringify(before));
    expect(old()).toEqual(['dist/charts/east/widgets.json']);
  });
});
