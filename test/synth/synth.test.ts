import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { beforeEach, describe, expect, it } from 'vitest';
import { add } from '../../platform/constructs/manifest.ts';
import { sha256 } from '../../scripts/synth/digest.ts';
import { compare, synth } from '../../scripts/synth/synth.ts';
import { configUnit, fleetOf, unitOf } from './fixture/fleet.ts';
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
      'east/index.json',
      'east/shop/shop/configmap-colors.yaml',
      'east/shop/shop/configmap-sizes.yaml',
      'west/index.json',
      'west/shop/shop/configmap-colors.yaml',
      'west/shop/shop/configmap-sizes.yaml',
    ]);
    expect(readFileSync(join(out, 'east/shop/shop/configmap-colors.yaml'), 'utf8')).toBe(
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: colors\n  namespace: shop\ndata:\n  value: red\n',
    );
  });

  it('is listed in the index with the hash of its content', () => {
    synth({ fleet, units: [shop], out });
    const { 'east/index.json': index = '', ...files } = treeOf(out);
    const expected = Object.entries(files).filter(([path]) => path.startsWith('east/'));
    expect(JSON.parse(index)).toEqual({
      files: Object.fromEntries(expected.map(([path, text]) => [path.slice('east/'.length), sha256(text)])),
    });
  });

  it('has the values of a Helm chart beside the objects, nulls kept: they delete a default of the chart', () => {
    const chart = { repository: 'https://example.com', chart: 'redis', version: '1.0.0', release: 'redis' };
    const unit = unitOf('redis', ['east'], {
      helm: () => ({ ...chart, values: { port: null, name: 'on' } }),
    });
    synth({ fleet, units: [unit], out });
    expect(treeOf(out)['east/redis/values.yaml']).toBe('port: null\nname: "on"\n');
  });
});

describe('a second run', () => {
  it('leaves files alone that stay the same, so that their times tell what has changed', () => {
    synth({ fleet, units: [shop], out });
    const before = statSync(join(out, 'east/shop/shop/configmap-sizes.yaml'));
    const plans = synth({ fleet, units: [configUnit('shop', both, { colors: 'blue', sizes: 'big' })], out });
    const after = statSync(join(out, 'east/shop/shop/configmap-sizes.yaml'));
    expect([after.ino, after.ctimeMs]).toEqual([before.ino, before.ctimeMs]);
    expect(plans[0]).toMatchObject({
      objects: 2,
      changed: ['shop/shop/configmap-colors.yaml'],
      unchanged: 1,
    });
    expect(treeOf(out)['west/shop/shop/configmap-colors.yaml']).toContain('value: blue');
  });

  it('removes what is rendered no more, with the folders that become empty', () => {
    synth({ fleet, units: [shop, configUnit('old', both, { gone: 'x' })], out });
    synth({ fleet, units: [configUnit('shop', both, { colors: 'red' })], out });
    expect(existsSync(join(out, 'east/old'))).toBe(false);
    expect(existsSync(join(out, 'east/shop/shop/configmap-sizes.yaml'))).toBe(false);
    expect(treeOf(out)['east/index.json']).not.toContain('sizes');
  });

  it('removes the folder of a cluster that has left the contract', () => {
    synth({ fleet, units: [shop], out });
    synth({ fleet: fleetOf('east'), units: [configUnit('shop', ['east'], { colors: 'red' })], out });
    expect(existsSync(join(out, 'west'))).toBe(false);
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
  });

  it('puts right what was edited by hand, half-written or deleted', () => {
    synth({ fleet, units: [shop], out });
    const whole = treeOf(out);
    writeFileSync(join(out, 'east/shop/shop/configmap-colors.yaml'), 'apiVersion: v1\nki');
    rmSync(join(out, 'east/shop/shop/configmap-sizes.yaml'));
    rmSync(join(out, 'west/index.json'));
    synth({ fleet, units: [shop], out });
    expect(treeOf(out)).toEqual(whole);
  });

  it('never removes a file that it did not write, and reports it', () => {
    synth({ fleet, units: [shop], out });
    writeFileSync(join(out, 'east/shop/notes.yaml'), 'mine');
    mkdirSync(join(out, 'east/by-hand'));
    writeFileSync(join(out, 'east/by-hand/pod.yaml'), 'mine');
    const [east] = synth({ fleet, units: [unitOf('other', ['east'])], out });
    expect(east?.foreign).toEqual(['by-hand/pod.yaml', 'shop/notes.yaml']);
    expect(Object.keys(treeOf(join(out, 'east')))).toEqual([
      'by-hand/pod.yaml',
      'index.json',
      'shop/notes.yaml',
    ]);
  });

  it('after a merge with conflicts in the index removes what neither side renders', () => {
    synth({ fleet, units: [shop], out });
    const index = join(out, 'east/index.json');
    writeFileSync(join(out, 'east/shop/shop/configmap-theirs.yaml'), 'a: 1\n');
    const theirs = `    "shop/shop/configmap-theirs.yaml": "${'0'.repeat(64)}",\n`;
    writeFileSync(
      index,
      readFileSync(index, 'utf8').replace('    "', `<<<<<<< ours\n=======\n${theirs}>>>>>>> theirs\n    "`),
    );
    synth({ fleet, units: [shop], out });
    expect(compare({ fleet, units: [shop], out }).flatMap(({ foreign }) => foreign)).toEqual([]);
    expect(existsSync(join(out, 'east/shop/shop/configmap-theirs.yaml'))).toBe(false);
  });

  it('deletes nothing outside its folder, whatever an index says', () => {
    synth({ fleet, units: [shop], out });
    const outside = join(out, '../keep.yaml');
    writeFileSync(outside, 'mine');
    writeFileSync(
      join(out, 'east/index.json'),
      `{"files": {\n    "shop/../../../keep.yaml": "${'0'.repeat(64)}"\n}}`,
    );
    synth({ fleet, units: [shop], out });
    expect(readFileSync(outside, 'utf8')).toBe('mine');
  });
});

describe('an output folder stays as it was when', () => {
  const colors = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'colors', namespace: 'shop' } };
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
      /west\/shop is a file, but a folder has to stand there/,
    );
    expect(treeOf(out)).toEqual(before);
  });

  it('a link would make it write elsewhere', () => {
    const elsewhere = temporaryFolder();
    mkdirSync(join(out, 'west'), { recursive: true });
    symlinkSync(elsewhere, join(out, 'west/shop'));
    expect(() => synth({ fleet, units: [shop], out })).toThrow(/neither a file nor a folder/);
    expect(treeOf(elsewhere)).toEqual({});
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
    expect(compare({ fleet, units: [shop], out }).every(({ index, listed }) => index === listed)).toBe(true);
    writeFileSync(join(out, 'east/by-hand.yaml'), 'mine');
    const before = treeOf(out);
    const [east] = compare({
      fleet,
      units: [configUnit('shop', both, { colors: 'blue', shapes: 'round' })],
      out,
    });
    expect(east).toMatchObject({
      added: ['shop/shop/configmap-shapes.yaml'],
      changed: ['shop/shop/configmap-colors.yaml'],
      stale: ['shop/shop/configmap-sizes.yaml'],
      foreign: ['by-hand.yaml'],
    });
    expect(treeOf(out)).toEqual(before);
  });
});
