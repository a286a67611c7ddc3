import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { parse } from 'yaml';
import { edit } from '../../scripts/promote/edit.ts';
import { frozenClusters, frozenFleet } from '../fleet/frozen-fleet.ts';
import { liveFleet } from '../live-fleet.ts';

const { fleet } = liveFleet;

const build = (digit: string) => ({ version: `9.${digit}`, digest: `sha256:${digit.repeat(64)}` });

const CHANGES = {
  'a build': (digit: string) => ({ to: 'build' as const, ...build(digit) }),
  'a canary': (digit: string) => ({ to: 'canary' as const, ...build(digit), weight: 10 }),
};

/** What Git makes of a file that two branches changed; undefined where they conflict. */
function merged(base: string, ours: string, theirs: string): string | undefined {
  const folder = mkdtempSync(join(inject('temporaryFolders'), 'merge-'));
  const files = Object.entries({ ours, base, theirs }).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
  const { status, stdout } = spawnSync('git', ['merge-file', '--stdout', ...files], { encoding: 'utf8' });
  return status === 0 ? stdout : undefined;
}

const kinds = Object.entries(CHANGES);

describe('two promotions of one cluster at the same time merge, whichever images they are of', () => {
  it.each(fleet.clusters)('on $name', ({ name, images }) => {
    const text = readFileSync(`clusters/${name}/images.yaml`, 'utf8');
    const atRest = Object.entries(images).filter(([, { canary }]) => canary === undefined);
    // The nearer two images stand, the more likely they conflict; so neighbours are enough.
    for (const [index, [one, image]] of atRest.slice(0, -1).entries()) {
      const [other, neighbour] = atRest[index + 1] ?? [];
      if (other === undefined || neighbour === undefined) continue;
      for (const [ourKind, ours] of kinds) {
        for (const [theirKind, theirs] of kinds) {
          const place = (of: string) => ({ cluster: name, image: of });
          const mine = edit(text, image, ours('1'), place(one));
          const yours = edit(text, neighbour, theirs('2'), place(other));
          const result = merged(text, mine, yours);
          const what = `${ourKind} of ${one}, ${theirKind} of ${other}`;
          expect(result, what).toBeDefined();
          expect(parse(result ?? ''), what).toEqual(parse(edit(mine, neighbour, theirs('2'), place(other))));
        }
      }
    }
  });

  it('and two of one image conflict, as they have to', () => {
    const text = readFileSync(join(frozenClusters, 'prod-eu', 'images.yaml'), 'utf8');
    const [image = '', current] = Object.entries(frozenFleet.clusterOf('prod-eu').images)[0] ?? [];
    if (current === undefined) throw new Error('prod-eu runs no image.');
    const change = (digit: string) =>
      edit(text, current, CHANGES['a build'](digit), { cluster: 'prod-eu', image });
    expect(merged(text, change('1'), change('2'))).toBeUndefined();
  });
});
