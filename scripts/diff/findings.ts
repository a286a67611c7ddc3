import { existsSync } from 'node:fs';
import { checkTrees } from '../check/check.ts';
import type { Finding } from '../check/finding.ts';
import { OWN_EXEMPTIONS, readExemptions } from '../check/waivers/exemption.ts';
import { UnusableInput } from '../cluster-model/input/unusable-input.ts';
import type { Trees } from './risks/rule.ts';
import type { Surroundings } from './surroundings.ts';
import { treeOf } from './tree.ts';

/** What the checks of whole trees find after a change and did not before, and the other way round. */
export interface Findings {
  readonly new: readonly Finding[];
  readonly gone: readonly Finding[];
  /** Why nobody can say it. */
  readonly notes: readonly string[];
}

/** Beyond this, checking both sides would take longer than a reader waits. */
const MOST_FILES = 30_000;

/** Compares what `check` finds on the clusters where something changes. */
export function findingsOf(clusters: readonly string[], { before, after }: Trees): Findings {
  const files = clusters.reduce((sum, cluster) => sum + after.sizeOf(cluster), 0);
  if (files > MOST_FILES) {
    return {
      new: [],
      gone: [],
      notes: [`Findings are not compared: ${files} files are too many. npx fleet check lists them.`],
    };
  }
  try {
    const [old, now] = [findingsIn(clusters, before), findingsIn(clusters, after)];
    return { new: without(now, old), gone: without(old, now), notes: [] };
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    const [first = ''] = error.message.split('\n');
    return {
      new: [],
      gone: [],
      notes: [`Findings are not compared, as part of a tree cannot be read: ${first}`],
    };
  }
}

function findingsIn(clusters: readonly string[], tree: Surroundings): readonly Finding[] {
  const trees = clusters
    .filter((cluster) => tree.has(cluster))
    .map((cluster) => treeOf(cluster, tree, tree.all(cluster)));
  if (trees.length === 0) return [];
  const exemptions = existsSync(OWN_EXEMPTIONS) ? readExemptions(OWN_EXEMPTIONS) : [];
  return checkTrees(trees, { exemptions }).map(({ finding }) => finding);
}

function without(some: readonly Finding[], others: readonly Finding[]): readonly Finding[] {
  const known = new Set(others.map(keyOf));
  return some.filter((finding) => !known.has(keyOf(finding)));
}

function keyOf({ rule, cluster, object, path, message }: Finding): string {
  return JSON.stringify([rule, cluster, object, path, message]);
}
