import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { inventoryFile } from '../../clusters/layout.ts';
import { factsOf } from '../../scripts/charts/inventory/facts.ts';
import { FORM, inventoryText } from '../../scripts/charts/inventory/inventory.ts';
import type { RenderedRelease } from '../../scripts/charts/render.ts';
import { differingTypes } from '../../scripts/import/charts/pinned-types.ts';
import { inventoriesWith } from '../../scripts/prove-charts/rules/inventories.ts';
import { valueTypesWith } from '../../scripts/prove-charts/rules/value-types.ts';
import { temporaryFolder } from '../synth/fixture/folders.ts';
import { said } from './small-state.ts';

const role = (...verbs: readonly string[]) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'demo' },
  rules: [{ apiGroups: [''], resources: ['secrets'], verbs }],
});
const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'demo' } };

const release = (objects: RenderedRelease['objects'], more: Partial<RenderedRelease> = {}) => ({
  cluster: 'small',
  unit: 'demo',
  release: 'demo',
  namespace: 'demo',
  chart: 'demo',
  version: '1.0.0',
  kubernetes: '1.34',
  skipCrds: false,
  valuesFile: 'values.yaml',
  origin: 'archive' as const,
  objects,
  ...more,
});

function put(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

describe('an inventory that is committed', () => {
  let dist: string;
  beforeEach(() => {
    dist = temporaryFolder();
  });

  function commit(objects: RenderedRelease['objects'], confirmed = true): void {
    const { cluster, unit, namespace, chart, version, kubernetes } = release(objects);
    const origin = { cluster, unit, release: unit, namespace, chart, version, kubernetes };
    const text = inventoryText({
      ...origin,
      archive: null,
      values: 'sha256:0',
      form: FORM,
      confirmed,
      objects: factsOf(objects, namespace),
    });
    put(join(dist, inventoryFile(cluster, unit)), text);
  }
  const found = (...rendered: readonly RenderedRelease[]) => said(inventoriesWith(rendered, dist), {});

  it('says what the chart makes', async () => {
    commit([role('get'), account]);
    expect(await found(release([account, role('get')]))).toEqual([]);
  });

  it.each([
    ['an object more', [role('get'), account], 'ServiceAccount demo/demo (v1) is missing'],
    ['an object less', [], 'ClusterRole demo (rbac.authorization.k8s.io/v1) is not rendered'],
    ['another right', [role('*')], 'ClusterRole demo (rbac.authorization.k8s.io/v1) has other facts'],
  ])('is a finding where the chart makes %s', async (_, made, problem) => {
    for (const confirmed of [true, false]) {
      commit([role('get')], confirmed);
      expect(await found(release(made))).toEqual([
        `demo: Inventory demo: It does not say what demo 1.0.0 makes: ${problem}.`,
      ]);
    }
  });

  it('is a finding where it is missing, and none about another cluster', async () => {
    expect(await found(release([]), release([], { cluster: 'other' }))).toEqual([
      'demo: Inventory demo: There is none in dist/charts/ that can be read.',
    ]);
  });

  it('is held against sources only where it was made of them', async () => {
    commit([role('get')]);
    const source = release([role('*')], { origin: 'source' });
    expect(await found(source)).toEqual([]);
    commit([role('get')], false);
    expect(await found(source)).toHaveLength(1);
  });
});

describe('types of values that are committed', () => {
  const types = (files: Readonly<Record<string, string>>) => ({
    files: new Map(Object.entries(files)),
    absent: [],
    unconfirmed: [],
  });

  it('are a finding of each unit that installs a chart which gives others', async () => {
    const imports = temporaryFolder();
    put(join(imports, 'charts/demo.d.ts'), 'a');
    const rule = (files: Readonly<Record<string, string>>) =>
      valueTypesWith(differingTypes(types(files), imports));
    expect(await said(rule({ 'demo.d.ts': 'a' }), {})).toEqual([]);
    expect((await said(rule({ 'demo.d.ts': 'b' }), {})).join()).toContain('demo: imports/charts/demo.d.ts:');
    expect(await said(rule({ 'demo.d.ts': 'a', 'other.d.ts': 'b' }), {})).toEqual([]);
  });
});
