import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { writeScattered } from '../../scripts/bench/scattered.ts';
import { type Diff, diffOf } from '../../scripts/diff/diff.ts';
import { jsonParts } from '../../scripts/diff/report/json.ts';
import { summaryOf } from '../../scripts/diff/report/summary.ts';
import { sidesOf } from '../../scripts/diff/sides/choose.ts';
import { listingOf } from '../../scripts/diff/sides/folder-side.ts';
import { diffTogether } from '../../scripts/diff/together/diff.ts';
import { SecondThread } from '../../scripts/diff/together/second-thread.ts';
import { sidesTogether } from '../../scripts/diff/together/sides.ts';

const dist = join(import.meta.dirname, '../../dist');
const index = z.object({ clusters: z.array(z.string()) });
const asked = { base: '', head: '', folder: dist };
let alone: Diff;

beforeAll(() => {
  const root = mkdtempSync(join(inject('temporaryFolders'), 'together-'));
  asked.base = join(root, 'before');
  asked.head = join(root, 'after');
  // The smallest clusters of the fleet do.
  const { clusters } = index.parse(JSON.parse(readFileSync(join(dist, 'index.json'), 'utf8')));
  const sized = clusters.map((cluster) => ({ cluster, size: listingOf(join(dist, cluster)).paths.length }));
  const some = sized.sort((one, other) => one.size - other.size).slice(0, 2);
  for (const { cluster } of some) {
    for (const path of [cluster, join('values', cluster), join('charts', cluster)])
      cpSync(join(dist, path), join(asked.base, path), { recursive: true });
  }
  writeFileSync(
    join(asked.base, 'index.json'),
    JSON.stringify({ clusters: some.map(({ cluster }) => cluster) }),
  );
  writeScattered(asked.base, asked.head, 10);
  alone = diffOf(...sidesOf(asked));
});

const told = (found: Diff) => ({
  json: [...jsonParts(found)].join(''),
  summary: summaryOf(found),
  beside: [...found.connectivity.beside],
});

it('two threads find what one finds, in its order', async () => {
  const { sides, found, answers } = await SecondThread.with(async (second) => {
    const sides = await sidesTogether(asked, second, 0);
    return { sides, found: await diffTogether(...sides, second, 0), answers: second.answers };
  });
  expect(sides.map(({ files, links }) => ({ files, links }))).toEqual(
    sidesOf(asked).map(({ files, links }) => ({ files, links })),
  );
  expect(told(found)).toEqual(told(alone));
  expect(alone.connectivity.opened.length + alone.connectivity.closed.length).toBeGreaterThan(0);
  // It has read the base and assessed its clusters.
  expect(answers).toBe(2);
});

it('one thread does all of it where the other has no answer', async () => {
  const found = await SecondThread.with(async (second) => {
    const sides = await sidesTogether(asked, second, 0);
    return diffTogether(...sides, second, 0);
  }, 'scripts/diff/usage.ts');
  expect(told(found)).toEqual(told(alone));
});
