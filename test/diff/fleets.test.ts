import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { diffOf } from '../../scripts/diff/diff.ts';
import { sidesOf } from '../../scripts/diff/sides/choose.ts';
import { gitIn } from '../git-in.ts';
import { diffOfFiles, toldOf } from './changed.ts';

type Files = Readonly<Record<string, string>>;

const INDEX = { 'index.json': '{"clusters":["here"]}' };
const store =
  '{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: redis, namespace: shop}, spec: {replicas: 3, template: {spec: {containers: []}}}}';
const settings =
  '{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: shop}, data: {key: value}}';
const application = (unit: string, { prune = true, finalizer = false } = {}) =>
  `{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: ${unit}, namespace: argocd${finalizer ? ', finalizers: [resources-finalizer.argocd.argoproj.io]' : ''}}, spec: {project: p, destination: {name: here, namespace: shop}, source: {path: dist/here/${unit}, repoURL: r}, syncPolicy: {automated: {prune: ${prune}}}}}`;
const fleet = (files: Files): Files => ({ ...INDEX, ...files });
const APPLICATION = 'here/applications/argocd/application-shop.yaml';
const STORE = 'here/shop/shop/statefulset-redis.yaml';
const told = (before: Files, after: Files) => toldOf(diffOfFiles(fleet(before), fleet(after)));

it('what is generated, comments and formatting are not told', () => {
  const before = { ...INDEX, [STORE]: store };
  const after = {
    'index.json': '{ "clusters": ["here"], "more": 1 }',
    [STORE]: `# a comment\n${store.replaceAll(', ', ',   ')}`,
  };
  expect(toldOf(diffOfFiles(before, after))).toEqual([]);
});

it('what leaves the tree is told by what Argo CD does with it', () => {
  const with_ = (text: string) => ({ [APPLICATION]: text, [STORE]: store });
  const without = (text: string) => ({ [APPLICATION]: text });
  expect(told(with_(application('shop')), without(application('shop')))).toMatchObject([
    { risk: 'data-loss' },
  ]);
  const idle = application('shop', { prune: false });
  expect(told(with_(idle), without(idle))).toMatchObject([
    { risk: 'routine', reasons: expect.stringContaining('does not prune') },
  ]);
});

it.each([
  [false, 'routine', /keeps running/],
  [true, 'data-loss', /takes its objects along/],
])(
  'an Application that goes stands first, with finalizer %s its objects are %s',
  (finalizer, risk, words) => {
    const changes = told(
      { [APPLICATION]: application('shop', { finalizer }), [STORE]: store },
      { 'here/other/x/configmap-settings.yaml': settings },
    );
    expect(changes[0]).toMatchObject({ object: 'Application shop', action: 'removed' });
    const gone = changes.find(({ object }) => object === 'StatefulSet redis');
    expect(gone?.risk).toBe(risk);
    expect(gone?.reasons).toMatch(words);
  },
);

it('a file that moves changes nothing, and an Application that takes over may be too late', () => {
  const other = { 'here/shop/shop/store.yaml': store };
  expect(told({ [STORE]: store }, other)).toMatchObject([{ action: 'moved', risk: 'routine' }]);
  const both = {
    [APPLICATION]: application('shop'),
    'here/applications/argocd/application-cache.yaml': application('cache'),
  };
  const moved = told(
    { ...both, [STORE]: store },
    { ...both, 'here/cache/shop/statefulset-redis.yaml': store },
  );
  expect(moved).toMatchObject([
    { action: 'moved', risk: 'data-loss', reasons: expect.stringContaining('from shop to cache') },
  ]);
});

it('a whole cluster that goes takes all of its objects along', () => {
  const before = {
    'index.json': '{"clusters":["here","there"]}',
    [STORE]: store,
    'there/shop/shop/statefulset-redis.yaml': store,
  };
  const { changes } = diffOfFiles(before, { ...INDEX, [STORE]: store });
  expect(changes.map(({ cluster, action, risk }) => [cluster, action, risk])).toEqual([
    ['there', 'removed', 'data-loss'],
  ]);
});

it('values are those of their unit, and what a chart makes is judged like ours', () => {
  const values = (replicas: number) => ({
    'values/here/keda.yaml': `operator:\n  replicaCount: ${replicas}\n`,
  });
  expect(told(values(2), values(0))).toMatchObject([{ object: 'HelmValues keda', risk: 'outage' }]);
  const inventory = (verbs: string) => ({
    'charts/here/keda.json': JSON.stringify({
      ...{
        cluster: 'here',
        unit: 'keda',
        release: 'keda',
        namespace: 'keda',
        chart: 'keda',
        version: '1',
        archive: null,
      },
      ...{ values: 'x', kubernetes: '1.34', form: 1, confirmed: true },
      objects: [
        {
          ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'keda' } },
          rules: [{ apiGroups: [''], resources: ['pods'], verbs: [verbs] }],
        },
      ],
    }),
  });
  expect(told(inventory('get'), inventory('*'))).toMatchObject([
    { object: 'ClusterRole keda', risk: 'security' },
  ]);
});

it('revisions of Git, and what lies on the disk, are compared without a checkout', () => {
  const root = mkdtempSync(join(inject('temporaryFolders'), 'diff-'));
  const write = (files: Files) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  };
  gitIn(root, ['init', '--quiet', '--initial-branch', 'main']);
  write({
    'dist/index.json': '{"clusters":["here"]}',
    'dist/here/shop/shop/configmap-settings.yaml': settings,
  });
  gitIn(root, ['add', '--all']);
  gitIn(root, ['commit', '--quiet', '--message', 'one']);
  gitIn(root, ['switch', '--quiet', '--create', 'branch']);
  write({ [`dist/${STORE}`]: store });
  gitIn(root, ['add', '--all']);
  gitIn(root, ['commit', '--quiet', '--message', 'two']);
  write({ 'dist/here/shop/shop/configmap-settings.yaml': settings.replace('value', 'other') });
  const changed = (base?: string, head?: string) =>
    toldOf(diffOf(...sidesOf({ base, head, folder: root }))).map(
      ({ object, action }) => `${object} ${action}`,
    );
  expect(changed('main', 'branch')).toEqual(['StatefulSet redis added']);
  expect(changed('main:dist', 'HEAD:dist')).toEqual(['StatefulSet redis added']);
  expect(changed('HEAD')).toEqual(['ConfigMap settings changed']);
  // Since the branch left main.
  expect(changed()).toHaveLength(2);
  expect(() => sidesOf({ base: 'nowhere', head: undefined, folder: root })).toThrow(
    /no such folder, and no such commit/,
  );
});

it('of two files, the one that cannot be read is named as the user has named it', () => {
  const folder = mkdtempSync(join(inject('temporaryFolders'), 'diff-'));
  writeFileSync(join(folder, 'good.yaml'), settings);
  writeFileSync(join(folder, 'bad.yaml'), 'a: [');
  for (const [base, head] of [
    ['good.yaml', 'bad.yaml'],
    ['bad.yaml', 'good.yaml'],
  ])
    expect(() => diffOf(...sidesOf({ base, head, folder }))).toThrow(/^bad\.yaml:\d+: not readable as YAML/);
});

it('a file that cannot be read is named', () => {
  expect(() => told({ [STORE]: store }, { [STORE]: 'a: [' })).toThrow(
    /statefulset-redis\.yaml:\d+: not readable as YAML/,
  );
});
