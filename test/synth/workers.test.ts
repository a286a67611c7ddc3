import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SynthRequest } from '../../scripts/synth/cluster-plan.ts';
import { shardOf, sharesOf } from '../../scripts/synth/shares.ts';
import { compare, foreignOf, partsOf, synth } from '../../scripts/synth/synth.ts';
import { newTurns, taken } from '../../scripts/synth/turns.ts';
import { compareWith, synthWith } from '../../scripts/synth/workers.ts';
import { temporaryFolder, treeOf } from './fixture/folders.ts';
import { type SizedFleet, sizedSources } from './fixture/sized-fleet.ts';

const workers = (count: number, more: SizedFleet) => ({
  program: { file: 'test/synth/fixture/worker.ts', more },
  count,
});

const sized = (units: readonly number[], value = 'red'): SizedFleet => ({ units: [...units], value });

const fleets = fc
  .record({
    units: fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 7 }),
    value: fc.constantFrom('red', 'blue'),
  })
  .map(({ units, value }) => sized(units, value));

function emptyFolder(): string {
  return join(temporaryFolder(), 'dist');
}

function alone(size: SizedFleet): Record<string, string> {
  const out = emptyFolder();
  synth({ ...sizedSources(size), out });
  return treeOf(out);
}

describe('several threads', () => {
  it('write the same bytes as one, over what an earlier run of another fleet has left', async () => {
    await fc.assert(
      fc.asyncProperty(fleets, fleets, fc.integer({ min: 2, max: 3 }), async (before, now, count) => {
        const out = emptyFolder();
        const directory = temporaryFolder();
        const cache = { directory, code: () => 'code' };
        synth({ ...sizedSources(before), out, cache });
        await synthWith({ ...sizedSources(now), out, cache }, workers(count, now));
        expect(treeOf(out)).toEqual(alone(now));
      }),
      { numRuns: 5, seed: 20261129 },
    );
  }, 60_000);

  it('remember what they wrote: the next run, of one thread, builds nothing', async () => {
    const size = sized([2, 2, 2]);
    const out = emptyFolder();
    const cache = { directory: temporaryFolder(), code: () => 'code' };
    await synthWith({ ...sizedSources(size), out, cache }, workers(3, size));
    const { fleet, units } = sizedSources(size);
    const untouchable = units.map((unit) => ({
      ...unit,
      build: () => {
        throw new Error(`${unit.name} is built`);
      },
    }));
    expect(() => synth({ fleet, units: untouchable, out, cache })).not.toThrow();
    expect(() => synth({ fleet, units: untouchable, out })).toThrow('is built');
  });

  it('find what is not up to date as one does, with the texts, and write nothing', async () => {
    const size = sized([1, 2, 3]);
    const out = emptyFolder();
    synth({ ...sizedSources(sized([3, 2, 1], 'blue')), out });
    const before = treeOf(out);
    const found = async (
      plan: (stage: (path: string, text: string) => void) => Promise<unknown> | unknown,
    ) => {
      const texts = new Map<string, string>();
      const result = await plan((path, text) => texts.set(path, text));
      return { result, texts: [...texts].sort() };
    };
    const request: SynthRequest = { ...sizedSources(size), out };
    const one = await found((stage) => changesOf(compare(request, stage)));
    const three = await found(async (stage) =>
      changesOf(await compareWith(request, workers(3, size), stage)),
    );
    expect(three).toEqual(one);
    expect(one.texts.length).toBeGreaterThan(0);
    expect(treeOf(out)).toEqual(before);
  });

  it('tell a mistake in the words of one, whichever of them finds it, and write nothing', async () => {
    for (const broken of ['cluster-0', 'cluster-1', 'cluster-2']) {
      const size = { ...sized([1, 2, 3]), broken };
      const out = emptyFolder();
      const request = { ...sizedSources(size), out };
      const words = messageOf(() => synth(request));
      expect(words).toContain(`no red on ${broken}`);
      await expect(synthWith(request, workers(3, size))).rejects.toThrow(words);
      expect(treeOf(join(out, '..'))).toEqual({});
    }
  });

  it('get each cluster once, whichever of them is faster', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { minLength: 1, maxLength: 30 }), (order) => {
        const clusters = order.map((_, index) => `cluster-${index}`);
        const turns = newTurns();
        const threads = [0, 1, 2].map(() => taken(clusters, turns));
        const got = [...order, 0, 1, 2].flatMap((thread) => threads[thread]?.next().value ?? []);
        expect(got).toEqual(clusters);
      }),
      { seed: 20261130 },
    );
  });

  it('tell why a worker could not begin', async () => {
    const size = sized([1, 1]);
    const out = emptyFolder();
    const broken = { program: { file: 'test/synth/fixture/worker.ts', more: 'no size' }, count: 2 };
    await expect(synthWith({ ...sizedSources(size), out }, broken)).rejects.toThrow(/expected object/);
    expect(treeOf(join(out, '..'))).toEqual({});
  });
});

describe('shards', () => {
  it('put on top of each other are the tree of one run, whichever is written last', () => {
    fc.assert(
      fc.property(fleets, fc.integer({ min: 1, max: 5 }), (size, of) => {
        const merged = temporaryFolder();
        for (let number = of; number >= 1; number--) {
          const out = emptyFolder();
          synth({ ...sizedSources(size), out, shard: { number, of } });
          cpSync(out, merged, { recursive: true });
          rmSync(out, { recursive: true });
        }
        expect(treeOf(merged)).toEqual(alone(size));
      }),
      { numRuns: 12, seed: 20261129 },
    );
  });

  it('check one tree together: each cluster once, what is left over once, and no shard finds fault with another', () => {
    const size = sized([3, 1, 2, 1]);
    const out = emptyFolder();
    synth({ ...sizedSources(sized([3, 1, 2, 1, 2])), out });
    const plans = [1, 2, 3].map((number) =>
      partsOf(compare({ ...sizedSources(size), out, shard: { number, of: 3 } })),
    );
    const stale = plans.map((parts) => parts.flatMap((part) => part.stale));
    expect(stale.map((paths) => paths.length > 0)).toEqual([true, false, false]);
    for (const number of [1, 2, 3]) synth({ ...sizedSources(size), out, shard: { number, of: 3 } });
    expect(treeOf(out)).toEqual(alone(size));
    expect(foreignOf(compare({ ...sizedSources(size), out }))).toEqual([]);
  });

  it('have about the same work, and each cluster once', () => {
    fc.assert(
      fc.property(fleets, fc.integer({ min: 1, max: 5 }), (size, count) => {
        const { fleet, units } = sizedSources(size);
        const shares = sharesOf(fleet.clusters, units, count);
        expect(shares).toHaveLength(count);
        expect(
          shares
            .flat()
            .map(({ name }) => name)
            .sort(),
        ).toEqual(fleet.clusters.map(({ name }) => name).sort());
        const weights = shares.map((share) =>
          share.reduce(
            (sum, { name }) => sum + 1 + units.filter((unit) => unit.clusters.includes(name)).length,
            0,
          ),
        );
        const heaviest = 1 + Math.max(...size.units);
        expect(Math.max(...weights) - Math.min(...weights)).toBeLessThanOrEqual(heaviest);
      }),
      { seed: 20261129 },
    );
  });

  it.each(['', '3', '0/8', '9/8', '3/0', '3/8/1', '-1/2', '1.5/2', 'a/b'])('refuse %j', (text) => {
    expect(() => shardOf(text)).toThrow(/expected which of how many, such as 3\/8/);
  });
});

function changesOf(plan: ReturnType<typeof compare>) {
  return partsOf(plan).map(({ added, changed, stale, empty }) => ({ added, changed, stale, empty }));
}

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error('nothing was thrown');
}
