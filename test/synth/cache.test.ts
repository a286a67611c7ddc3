import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Unit } from '../../platform/unit/unit.ts';
import { foreignOf, synth } from '../../scripts/synth/synth.ts';
import { chartOf, configUnit, fleetOf } from './fixture/fleet.ts';
import { temporaryFolder, treeOf } from './fixture/folders.ts';

const both = ['east', 'west'];
let out: string;
let directory: string;
let built: string[];
beforeEach(() => {
  out = join(temporaryFolder(), 'dist');
  directory = temporaryFolder();
  built = [];
});

/** A unit that says what it is made of, and when it is built. */
function digested(name: string, maps: Record<string, string>, clusters: readonly string[] = both): Unit {
  const unit = configUnit(name, clusters, maps);
  return {
    ...unit,
    helm: () => chartOf({ name }),
    digest: () => JSON.stringify(maps),
    build(chart, context) {
      built.push(`${context.cluster.name}/${name}`);
      unit.build(chart, context);
    },
  };
}

function run(units: readonly Unit[], { code = 'code', fleet = fleetOf(...both) } = {}): string[] {
  built = [];
  synth({ fleet, units, out, cache: { directory, code: () => code } });
  return built;
}

function withoutCache(units: readonly Unit[], fleet = fleetOf(...both)): Record<string, string> {
  const fresh = temporaryFolder();
  synth({ fleet, units, out: fresh });
  return treeOf(fresh);
}

const shop = digested('shop', { colors: 'red', sizes: 'big' });
const store = digested('store', { shelves: '7' });

describe('with a cache', () => {
  it('builds what has changed, and only that', () => {
    expect(run([shop, store])).toHaveLength(4);
    expect(run([shop, store])).toEqual([]);
    expect(run([digested('shop', { colors: 'blue' }), store])).toEqual(['east/shop', 'west/shop']);
    expect(treeOf(out)).toEqual(withoutCache([digested('shop', { colors: 'blue' }), store]));
  });

  it('builds anew when the code or the contract of a cluster changes', () => {
    run([shop]);
    expect(run([shop], { code: 'other' })).toEqual(['east/shop', 'west/shop']);
    const [east, west] = fleetOf(...both).clusters;
    if (east === undefined || west === undefined) throw new Error('two clusters');
    const fleet = { ...fleetOf(...both), clusters: [{ ...east, replicaFactor: 9 }, west] };
    expect(run([shop], { code: 'other', fleet })).toEqual(['east/shop']);
  });

  it('builds anew when the contract of a linked cluster changes: calls and failover go there', () => {
    const [east, west] = fleetOf(...both).clusters;
    if (east === undefined || west === undefined) throw new Error('two clusters');
    const linked = { ...east, linkedTo: ['west'] };
    const fleet = { ...fleetOf(...both), clusters: [linked, west] };
    run([shop], { fleet });
    expect(run([shop], { fleet })).toEqual([]);
    const moved = { ...fleet, clusters: [linked, { ...west, replicaFactor: 9 }] };
    expect(run([shop], { fleet: moved })).toEqual(['east/shop', 'west/shop']);
    const east9 = { ...fleet, clusters: [{ ...linked, replicaFactor: 9 }, west] };
    run([shop], { fleet });
    expect(run([shop], { fleet: east9 })).toEqual(['east/shop']);
  });

  it('builds a unit that does not say what it is made of each time', () => {
    const plain = configUnit('plain', both, { a: '1' });
    run([plain]);
    run([configUnit('plain', both, { a: '2' })]);
    expect(treeOf(out)).toEqual(withoutCache([configUnit('plain', both, { a: '2' })]));
  });

  const mishaps: Record<string, () => void> = {
    'a file was edited': () => writeFileSync(join(out, 'east/shop/shop/configmap-colors.yaml'), 'edited'),
    'a file was edited to the same size, and its time set back': () => {
      const file = join(out, 'east/shop/shop/configmap-colors.yaml');
      writeFileSync(file, readFileSync(file, 'utf8').replace('red', 'der'));
      utimesSync(file, 1, 1);
    },
    'a file was deleted': () => rmSync(join(out, 'east/shop/shop/configmap-colors.yaml')),
    'a folder was exchanged for an older one': () => {
      renameSync(join(directory, 'older'), join(out, 'older'));
      renameSync(join(out, 'east/shop'), join(out, 'newer'));
      renameSync(join(out, 'older'), join(out, 'east/shop'));
      rmSync(join(out, 'newer'), { recursive: true });
    },
    'the values of a chart were edited': () =>
      writeFileSync(join(out, 'values/east/shop.yaml'), 'edited: 1\n'),
    'the values of a chart were deleted': () => rmSync(join(out, 'values'), { recursive: true }),
    'a folder of a cluster was exchanged for one of before': () => {
      renameSync(join(out, 'east'), join(out, '../newer'));
      renameSync(join(directory, 'before/east'), join(out, 'east'));
    },
    'the whole output was exchanged for one of before': () => {
      renameSync(out, `${out}-newer`);
      renameSync(join(directory, 'before'), out);
    },
    'the index was edited': () => writeFileSync(join(out, 'index.json'), 'edited'),
    'the index was deleted': () => rmSync(join(out, 'index.json')),
    'the whole output was deleted': () => rmSync(out, { recursive: true }),
    'the cache was deleted': () => rmSync(directory, { recursive: true }),
    'the cache was cut short': () => {
      for (const entry of readdirSync(directory, { withFileTypes: true })) {
        const file = join(directory, entry.name);
        if (entry.isFile()) writeFileSync(file, readFileSync(file, 'utf8').slice(0, -70));
      }
    },
  };
  it.each(Object.entries(mishaps))('puts the tree right when %s', (_name, mishap) => {
    mkdirSync(join(directory, 'older/shop'), { recursive: true });
    writeFileSync(join(directory, 'older/shop/configmap-colors.yaml'), 'older');
    writeFileSync(join(directory, 'older/shop/configmap-sizes.yaml'), 'older');
    synth({
      fleet: fleetOf(...both),
      units: [digested('shop', { colors: 'old' })],
      out: join(directory, 'before'),
    });
    run([shop, store]);
    mishap();
    run([shop, store]);
    expect(treeOf(out)).toEqual(withoutCache([shop, store]));
  });

  it.each([
    'east/shop/by-hand.yaml',
    'east/shop/shop/by-hand.yaml',
    'east/shop/other/by-hand.yaml',
    'east/other/by-hand.yaml',
    'east/empty/by-hand.yaml',
    'east/by-hand.yaml',
    'values/east/by-hand.json',
    'values/by-hand.yaml',
    'by-hand.yaml',
  ])('still sees somebody’s own %s the next time', (path) => {
    const units = [shop, digested('empty', {})];
    run(units);
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), 'mine');
    for (const _run of [1, 2]) {
      const plan = synth({ fleet: fleetOf(...both), units, out, cache: { directory, code: () => 'code' } });
      expect(foreignOf(plan).map((foreign) => foreign.path)).toEqual([path]);
    }
  });

  it('sees what happened to a file after a run had looked at it', () => {
    run([shop, store]);
    const file = join(out, 'east/shop/shop/configmap-colors.yaml');
    const disturbing = {
      ...digested('store', { shelves: '8' }),
      build: (...given: Parameters<Unit['build']>) => {
        writeFileSync(file, 'edited');
        digested('store', { shelves: '8' }).build(...given);
      },
    };
    run([shop, disturbing]);
    expect(readFileSync(file, 'utf8')).toBe('edited');
    run([shop, digested('store', { shelves: '8' })]);
    expect(treeOf(out)).toEqual(withoutCache([shop, digested('store', { shelves: '8' })]));
  });

  it('is not written again where it has told everything', () => {
    run([shop, configUnit('plain', both, { a: '1' })]);
    run([shop, configUnit('plain', both, { a: '1' })]);
    const caches = () => readdirSync(directory).map((name) => statSync(join(directory, name)).mtimeMs);
    const before = caches();
    run([shop, configUnit('plain', both, { a: '1' })]);
    expect(caches()).toEqual(before);
    run([shop, configUnit('plain', both, { a: '2' })]);
    expect(caches()).not.toEqual(before);
  });

  it('still refuses two units with one object when one of them is not built', () => {
    const others = [digested('store', { colors: 'x' }), configUnit('store', both, { colors: 'x' })];
    for (const before of [[shop], [shop, store]]) {
      run(before);
      for (const other of others) {
        expect(() => run([shop, other])).toThrow(/Two objects of one kind and name/);
        expect(() => run([other, shop])).toThrow(/Two objects of one kind and name/);
      }
    }
  });

  it('gives the same tree as without, whatever the changes and mishaps before', () => {
    const maps = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'), {
      noNullPrototype: true,
    });
    const state = fc.record({
      units: fc.dictionary(fc.constantFrom('shop', 'store', 'depot'), maps, { noNullPrototype: true }),
      clusters: fc.constantFrom(['east'], ['west'], both),
      only: fc.constantFrom(undefined, 'east'),
      code: fc.constantFrom('one', 'two'),
      mishap: fc.constantFrom('none', 'none', 'edit', 'remove'),
      withCache: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(state, { minLength: 2, maxLength: 6 }), (states) => {
        out = join(temporaryFolder(), 'dist');
        directory = temporaryFolder();
        for (const { units, clusters, only, code, mishap, withCache } of states) {
          // A ConfigMap has the name of its unit as well, or two units would have the same object.
          const all = Object.entries(units).map(([name, maps]) => {
            const named = Object.entries(maps).map(([map, value]) => [
              `${name}-${map}`,
              `${value} by ${code}`,
            ]);
            return {
              ...digested(name, Object.fromEntries(named), clusters),
              digest: () => JSON.stringify(maps),
            };
          });
          const request = { fleet: fleetOf(...both), units: all, out };
          const cached = withCache ? { cache: { directory, code: () => code } } : {};
          const plan = synth({ ...request, ...cached, ...(only && { clusters: [only] }) });
          const foreign = new Set(foreignOf(plan).map(({ path }) => path));
          const expected = withoutCache(all);
          const actual = treeOf(out);
          for (const path of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
            if (only === undefined || path.startsWith(`${only}/`) || path.startsWith(`values/${only}/`))
              // What was edited and is rendered no more counts as somebody's own.
              expect(actual[path], path).toBe(foreign.has(path) ? 'edited' : expected[path]);
          }
          const victim = Object.keys(actual).find((path) => path.endsWith('.yaml'));
          if (victim !== undefined && mishap === 'edit') writeFileSync(join(out, victim), 'edited');
          if (victim !== undefined && mishap === 'remove') rmSync(join(out, victim));
        }
      }),
      { numRuns: 40, seed: 20261124 },
    );
  });
});
