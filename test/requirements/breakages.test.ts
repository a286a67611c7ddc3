import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { type Claim, claimsOf } from '../../requirements/model/claims.ts';
import { retiredOf } from '../../requirements/model/retired.ts';
import { distPath } from '../../requirements/model/tree.ts';
import { check } from '../../scripts/rows/check.ts';
import { retiredEntries } from '../../scripts/rows/mistakes.ts';
import { lists, tree } from '../live-tree.ts';
import type { Breakage } from './breakage.ts';
import { platformBreakages } from './platform/index.ts';
import { triptripBreakages } from './triptrip/index.ts';

/** The claims of each row, with the cluster that they are about. */
const claims = new Map<string, readonly Claim[]>();

function claimsOfRow(id: string): readonly Claim[] {
  const known = claims.get(id);
  if (known !== undefined) return known;
  const found = lists.flatMap((list) =>
    [...list.rows.sections, ...(list.pitfalls?.sections ?? [])].flatMap(
      ({ entries, clusters = list.clusters }) =>
        entries.flatMap((entry) =>
          entry.id === id ? entry.evidence.flatMap((one) => claimsOf(one, clusters, tree)) : [],
        ),
    ),
  );
  claims.set(id, found);
  return found;
}

/** The rows of which something was removed for good: of them, only what is left can be broken. */
const retired = new Set(lists.flatMap((list) => [...retiredEntries(list, tree).keys()]));

/** Places where the row does not notice it; none where it refuses it everywhere. */
function unnoticed({ row, files, change, clusters }: Breakage): readonly string[] {
  const all = claimsOfRow(row).flatMap((claim) => ('cluster' in claim ? [claim] : []));
  const where = clusters ?? [...new Set(all.map(({ cluster }) => cluster))];
  return where.flatMap((cluster) => {
    const context = tree.context(cluster);
    if (context === undefined) return [];
    return files(context).flatMap((name) => {
      const file = distPath(cluster, name);
      if (isRetired(file)) return [];
      const document = change(tree.yaml(file));
      const changed = tree.with(new Map([[file, document]]));
      const about = all.filter(
        (claim) =>
          claim.cluster === cluster &&
          (claim.kind === 'files' || (claim.kind === 'value' && claim.file === file)),
      );
      if (about.some((claim) => check(claim, changed).kind !== 'holds')) return [];
      const isLeft = about.length > 0 && !isDeepStrictEqual(document, tree.yaml(file));
      return retired.has(row) && !isLeft ? [] : [file];
    });
  });
}

test.each([...triptripBreakages, ...platformBreakages])('$says: $row refuses it', (breakage) => {
  expect(unnoticed(breakage)).toEqual([]);
  // A breakage without a place would prove nothing, unless what it broke was removed for good.
  if (!retired.has(breakage.row)) expect(placesOf(breakage)).toBeGreaterThan(0);
});

function placesOf({ files }: Breakage): number {
  return tree.sources.fleet.clusters.reduce((sum, { name }) => {
    const context = tree.context(name);
    return sum + (context === undefined ? 0 : files(context).length);
  }, 0);
}

/** Whether it is a file of what was removed for good, and is gone with it. */
function isRetired(file: string): boolean {
  return tree.yaml(file) === undefined && retiredOf(file, tree.sources.retired) !== undefined;
}
