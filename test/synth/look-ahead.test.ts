import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Unit } from '../../platform/unit/unit.ts';
import { LookAhead, lookThrough, newLook } from '../../scripts/synth/look-ahead.ts';
import { synth } from '../../scripts/synth/synth.ts';
import { configUnit, fleetOf } from './fixture/fleet.ts';
import { temporaryFolder, treeOf } from './fixture/folders.ts';

const clusters = ['east', 'north', 'west'];

/** A tree that was rendered, with caches that know all of its files. */
function remembered() {
  const [out, directory] = [join(temporaryFolder(), 'dist'), temporaryFolder()];
  const built: string[] = [];
  const config = configUnit('shop', clusters, { colors: 'red' });
  const unit: Unit = {
    ...config,
    digest: () => 'red',
    build(chart, context) {
      built.push(context.cluster.name);
      config.build(chart, context);
    },
  };
  const run = (ahead?: LookAhead) => {
    built.length = 0;
    const cache = { directory, code: () => 'code', ahead };
    synth({ fleet: fleetOf(...clusters), units: [unit], out, cache });
    return [...built];
  };
  run();
  // What was written in the same tick of the clock as the cache is read again.
  while (run().length > 0);
  return { out, directory, run, look: newLook(directory, out, clusters) };
}

const touch = (out: string, cluster: string) =>
  appendFileSync(join(out, cluster, 'shop/shop/configmap-colors.yaml'), '# by hand\n');

describe('looking ahead', () => {
  it('knows of each cluster of which nothing was touched, and of no other', () => {
    const { out, look } = remembered();
    touch(out, 'north');
    lookThrough(look);
    const ahead = new LookAhead(look);
    const known = clusters.filter((cluster) => ahead.untouchedSince(cluster) !== undefined);
    expect(known).toEqual(['east', 'west']);
    expect(ahead.untouchedSince('unheard-of')).toBeUndefined();
  });

  it('begins with the last cluster and ends where the other thread has got to', () => {
    const { look } = remembered();
    const ahead = new LookAhead(look);
    expect(ahead.untouchedSince('east')).toBeUndefined();
    expect(ahead.untouchedSince('north')).toBeUndefined();
    lookThrough(look);
    expect(clusters.map((cluster) => ahead.untouchedSince(cluster) !== undefined)).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('a file that was changed by hand is put right all the same, and nothing else is built', () => {
    const { out, run, look } = remembered();
    const whole = treeOf(out);
    touch(out, 'north');
    lookThrough(look);
    expect(run(new LookAhead(look))).toEqual(['north']);
    expect(treeOf(out)).toEqual(whole);
  });

  it('what was found out of an older cache does not count for a newer one', () => {
    const { out, run, look } = remembered();
    lookThrough(look);
    touch(out, 'west');
    expect(run()).toEqual(['west']);
    touch(out, 'west');
    expect(run(new LookAhead(look))).toEqual(['west']);
  });

  it('is done by another thread', async () => {
    const { out, directory } = remembered();
    touch(out, 'north');
    const ahead = await new Promise<LookAhead | undefined>((resolve) => {
      const started = LookAhead.start(directory, out, 0, () => resolve(started));
    });
    expect(clusters.filter((cluster) => ahead?.untouchedSince(cluster) !== undefined)).toEqual([
      'east',
      'west',
    ]);
  });

  it('is left to one thread where there is little to look at', () => {
    const { out, directory } = remembered();
    expect(LookAhead.start(directory, out)).toBeUndefined();
  });
});
