import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { beforeEach, describe, expect, it } from 'vitest';
import { add } from '../../platform/kit/manifest.ts';
import { indexText } from '../../scripts/synth/dist-index.ts';
import { compare, foreignOf, synth } from '../../scripts/synth/synth.ts';
import { chartOf, configUnit, fleetOf, LABELS, unitOf } from './fixture/fleet.ts';
import { temporaryFolder, treeOf } from './fixture/folders.ts';

const fleet = fleetOf('east', 'west');
const both = ['east', 'west'];
let out: string;
beforeEach(() => {
  out = join(temporaryFolder(), 'dist');
});

const shop = configUnit('shop', both, { colors: 'red', sizes: 'big' });

describe('what is rendered', () => {
  it('stands one object a file, at a path that follows from the object', () => {
    synth({ fleet, units: [shop], out });
    expect(Object.keys(treeOf(out))).toEqual([
      'east/shop/shop/configmap-colors.yaml',
      'east/shop/shop/configmap-sizes.yaml',
      'index.json',
      'west/shop/shop/configmap-colors.yaml',
      'west/shop/shop/configmap-sizes.yaml',
    ]);
    expect(readFileSync(join(out, 'east/shop/shop/configmap-colors.yaml'), 'utf8')).toBe(
      [
        'apiVersion: v1',
        'kind: ConfigMap',
        'metadata:',
        '  labels:',
        '    app.kubernetes.io/managed-by: cdk8s',
        '  name: colors',
        '  namespace: shop',
        'data:',
        '  value: red',
        '',
      ].join('\n'),
    );
  });

  it('comes with an index that lists the clusters, and moves with no change of what they run', () => {
    synth({ fleet, units: [shop], out });
    const index = treeOf(out)['index.json'];
    expect(JSON.parse(index ?? '')).toEqual({ clusters: both });
    synth({ fleet, units: [configUnit('store', both, { colors: 'blue' })], out });
    expect(treeOf(out)['index.json']).toBe(index);
  });

  it('has the values of a Helm chart apart from the objects, nulls kept: they delete a default of the chart', () => {
    const unit = unitOf('redis', ['east'], { helm: () => chartOf({ port: null, name: 'on' }) });
    synth({ fleet, units: [unit], out });
    expect(treeOf(out)).toEqual({
      'index.json': indexText(['east']),
      'values/east/redis.yaml':
        '# Rendered by npm run synth: what the Helm chart of redis is told on east.\nport: null\nname: "on"\n',
    });
  });
});

describe('a second run', () => {
  it('leaves files alone that stay the same, so that their times tell what has changed', () => {
    synth({ fleet, units: [shop], out });
    const before = statSync(join(out, 'east/shop/shop/configmap-sizes.yaml'));
    const { clusters } = synth({
      fleet,
      units: [configUnit('shop', both, { colors: 'blue', sizes: 'big' })],
      out,
    });
    const after = statSync(join(out, 'east/shop/shop/configmap-sizes.yaml'));
    expect([after.ino, after.ctimeMs]).toEqual([before.ino, before.ctimeMs]);
    expect(clusters[0]).toMatchObject({
      objects: 2,
      changed: ['east/shop/shop/configmap-colors.yaml'],
      unchanged: 1,
    });
    expect(treeOf(out)['west/shop/shop/configmap-colors.yaml']).toContain('value: blue');
  });

  it('removes what is rendered no more, with the folders that become empty', () => {
    synth({ fleet, units: [shop, configUnit('old', both, { gone: 'x' })], out });
    synth({ fleet, units: [configUnit('shop', both, { colors: 'red' })], out });
    expect(existsSync(join(out, 'east/old'))).toBe(false);
    expect(existsSync(join(out, 'east/shop/shop/configmap-sizes.yaml'))).toBe(false);
  });

  it('removes the folder of a cluster that has left the contract', () => {
    const unit = (clusters: string[]) => ({
      ...configUnit('shop', clusters, { colors: 'red' }),
      helm: () => chartOf({}),
    });
    synth({ fleet, units: [unit(both)], out });
    synth({ fleet: fleetOf('east'), units: [unit(['east'])], out });
    expect(existsSync(join(out, 'west'))).toBe(false);
    expect(existsSync(join(out, 'values/west'))).toBe(false);
    expect(JSON.parse(treeOf(out)['index.json'] ?? '')).toEqual({ clusters: ['east'] });
  });

  it('of one cluster touches no other, not even one that has left the contract', () => {
    synth({ fleet, units: [shop], out });
    const west = treeOf(join(out, 'west'));
    synth({
      fleet: fleetOf('east'),
      units: [configUnit('shop', ['east'], { a: 'b' })],
      out,
      clusters: ['east'],
    });
    expect(treeOf(join(out, 'west'))).toEqual(west);
    expect(treeOf(join(out, 'east'))['shop/shop/configmap-a.yaml']).toContain('value: b');
    expect(JSON.parse(treeOf(out)['index.json'] ?? '')).toEqual({ clusters: both });
  });

  it('puts right what was edited by hand, half-written or deleted', () => {
    synth({ fleet, units: [shop], out });
    const whole = treeOf(out);
    writeFileSync(join(out, 'east/shop/shop/configmap-colors.yaml'), 'apiVersion: v1\nki');
    rmSync(join(out, 'east/shop/shop/configmap-sizes.yaml'));
    rmSync(join(out, 'index.json'));
    synth({ fleet, units: [shop], out });
    expect(treeOf(out)).toEqual(whole);
  });

  it('after a merge with conflicts in a rendered file or the index puts both right', () => {
    synth({ fleet, units: [shop], out });
    const whole = treeOf(out);
    for (const path of ['index.json', 'east/shop/shop/configmap-colors.yaml']) {
      writeFileSync(join(out, path), `<<<<<<< ours\n${whole[path]}=======\n>>>>>>> theirs\n`);
    }
    expect(foreignOf(synth({ fleet, units: [shop], out }))).toEqual([]);
    expect(treeOf(out)).toEqual(whole);
  });
});

describe('an output folder stays as it was when', () => {
  const metadata = { name: 'colors', namespace: 'shop', labels: LABELS };
  const colors = { apiVersion: 'v1', kind: 'ConfigMap', metadata };
  const twice = unitOf('shop', both, {
    build(chart) {
      new ApiObject(chart, 'one', colors);
      new ApiObject(chart, 'two', colors);
    },
  });
  const gateway = (name: string, apiVersion: string) =>
    unitOf(name, both, {
      build: (chart) => void new ApiObject(chart, 'one', { ...colors, apiVersion, kind: 'Gateway' }),
    });
  const broken = unitOf('broken', ['west'], {
    build() {
      throw new Error('user-service calls nothing that is there.');
    },
  });
  const cases: Record<string, readonly [readonly ReturnType<typeof unitOf>[], RegExp]> = {
    'a unit has two objects of one name': [
      [twice],
      /shop on east.*Two objects of one kind and name: shop\/configmap-colors/,
    ],
    'two units have the same object': [
      [shop, configUnit('store', both, { colors: 'blue' })],
      /Two objects of one kind and name: shop\/configmap-colors\.yaml, in the units shop and store/,
    ],
    'two kinds of different groups would share a file': [
      [gateway('a', 'networking.istio.io/v1'), gateway('b', 'gateway.networking.k8s.io/v1')],
      /networking\.istio\.io\/v1 and gateway\.networking\.k8s\.io\/v1/,
    ],
    'two units have one name': [
      [shop, configUnit('shop', ['west'], { a: 'b' })],
      /Two units are called shop on west/,
    ],
    'a unit is meant for an unknown cluster': [
      [configUnit('shop', ['wesst'], { a: 'b' })],
      /cluster wesst.*Is it west\?/,
    ],
    'a unit of a product is meant for no cluster at all': [
      [configUnit('shop', [], { a: 'b' })],
      /The unit shop of .* is meant for no cluster.*Name a cluster, or remove the unit/,
    ],
    'the name of a unit leads out of the folder': [
      [configUnit('../shop', both, { a: 'b' })],
      /needs another name/,
    ],
    'a build fails on the last cluster': [[shop, broken], /broken on west.*calls nothing that is there/],
    'a chart depends on another': [
      [unitOf('shop', both, { build: (chart) => chart.addDependency(new ApiObject(chart, 'one', colors)) })],
      /addDependency.*Unit\.wave/,
    ],
    'an object has a null': [
      [
        unitOf('shop', both, {
          build: (chart) => void new ApiObject(chart, 'one', { ...colors, data: { a: Number.NaN } }),
        }),
      ],
      /ConfigMap colors: data\.a is NaN/,
    ],
    'an object does not say that it is of this repository': [
      [
        unitOf('shop', both, {
          build: (chart) =>
            void new ApiObject(chart, 'one', { ...colors, metadata: { ...metadata, labels: {} } }),
        }),
      ],
      /ConfigMap colors lacks the label app\.kubernetes\.io\/managed-by: cdk8s.*Add it/,
    ],
    'a field does not reach the manifest': [
      [
        unitOf('shop', both, {
          build(chart) {
            const misspelt = { spec: { selector: {}, prots: [] } };
            add(chart, k8s.KubeService, { metadata: { name: 'shop', namespace: 'shop' }, ...misspelt });
          },
        }),
      ],
      /spec\.prots does not reach/,
    ],
  };

  it.each(Object.entries(cases))('%s', (_name, [units, message]) => {
    synth({ fleet, units: [configUnit('before', both, { a: '1' })], out });
    const before = treeOf(out);
    expect(() => synth({ fleet, units, out })).toThrow(message);
    expect(treeOf(out)).toEqual(before);
    expect(existsSync(join(out, '.synth'))).toBe(false);
  });

  it('it does not even exist yet', () => {
    expect(() => synth({ fleet, units: [broken], out })).toThrow(/broken/);
    expect(existsSync(out)).toBe(false);
  });

  it('a file stands where a folder has to be', () => {
    synth({ fleet, units: [shop], out });
    rmSync(join(out, 'west/shop'), { recursive: true });
    writeFileSync(join(out, 'west/shop'), 'mine');
    const before = treeOf(out);
    expect(() => synth({ fleet, units: [configUnit('shop', both, { colors: 'blue' })], out })).toThrow(
      /west\/shop is a file, but a folder has to stand there\. Move it elsewhere/,
    );
    expect(treeOf(out)).toEqual(before);
  });

  it('a link would make it write elsewhere', () => {
    const elsewhere = temporaryFolder();
    mkdirSync(join(out, 'west'), { recursive: true });
    symlinkSync(elsewhere, join(out, 'west/shop'));
    expect(() => synth({ fleet, units: [shop], out })).toThrow(
      /west\/shop is a symbolic link, but a folder has to stand there/,
    );
    expect(treeOf(elsewhere)).toEqual({});
  });

  it.each([
    ['west', 'a folder'],
    ['west/shop/shop', 'a folder'],
    ['west/shop/shop/configmap-colors.yaml', 'a file'],
    ['values', 'a folder'],
    ['values/west', 'a folder'],
    ['values/west/shop.yaml', 'a file'],
    ['index.json', 'a file'],
  ])('a link stands at %s, where %s has to stand', (path, what) => {
    const units = [{ ...shop, helm: () => chartOf({ a: 1 }) }];
    const elsewhere = temporaryFolder();
    writeFileSync(join(elsewhere, 'keep'), 'mine');
    mkdirSync(dirname(join(out, path)), { recursive: true });
    symlinkSync(elsewhere, join(out, path));
    expect(() => synth({ fleet, units, out })).toThrow(
      `${join(out, path)} is a symbolic link, but ${what} has to stand there`,
    );
    expect(treeOf(elsewhere)).toEqual({ keep: 'mine' });
    expect(existsSync(join(out, '.synth'))).toBe(false);
  });

  it('a JSON file of somebody else stands in the place of the index', () => {
    mkdirSync(out);
    writeFileSync(join(out, 'index.json'), '{"version": 2}');
    expect(() => synth({ fleet, units: [shop], out })).toThrow(
      /index\.json is not an index of synth.*Move it elsewhere/,
    );
    expect(treeOf(out)).toEqual({ 'index.json': '{"version": 2}' });
  });

  it('another synth is writing', () => {
    synth({ fleet, units: [shop], out });
    const before = treeOf(out);
    mkdirSync(join(out, '.synth'));
    writeFileSync(join(out, `.synth/running-${process.ppid}`), '');
    expect(() => synth({ fleet, units: [configUnit('shop', both, { a: 'b' })], out })).toThrow(
      new RegExp(`Another synth is writing here \\(process ${process.ppid}\\)`),
    );
    rmSync(join(out, '.synth'), { recursive: true });
    expect(treeOf(out)).toEqual(before);
  });
});

describe('comparing', () => {
  it('finds every kind of difference and changes nothing', () => {
    synth({ fleet, units: [shop], out });
    expect(compare({ fleet, units: [shop], out }).rest.changed).toEqual([]);
    writeFileSync(join(out, 'east/by-hand.yaml'), 'mine');
    const before = treeOf(out);
    const units = [configUnit('shop', both, { colors: 'blue', shapes: 'round' })];
    expect(compare({ fleet, units, out }).clusters[0]).toMatchObject({
      added: ['east/shop/shop/configmap-shapes.yaml'],
      changed: ['east/shop/shop/configmap-colors.yaml'],
      stale: ['east/shop/shop/configmap-sizes.yaml'],
      foreign: [{ path: 'east/by-hand.yaml' }],
    });
    expect(treeOf(out)).toEqual(before);
  });
});
