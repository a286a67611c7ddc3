import { existsSync } from 'node:fs';
import { checkTrees } from '../check/check.ts';
import type { Finding } from '../check/finding.ts';
import { OWN_EXEMPTIONS, readExemptions } from '../check/waivers/exemption.ts';
import { unusedWaiver } from '../check/waivers/rules.ts';
import { UnusableInput } from '../cluster-model/input/unusable-input.ts';
import type { Judged } from './change.ts';
import { groupsOf } from './report/groups.ts';
import type { Trees } from './risks/rule.ts';
import type { Surroundings } from './surroundings.ts';
import { treeOf } from './tree.ts';

/** What the checks of whole trees find after a change and did not before, and the other way round. */
export interface Findings {
  readonly new: readonly Finding[];
  readonly gone: readonly Finding[];
  /** The rules that had something to say of an object before, by `subjectOf`. */
  readonly stood: ReadonlySet<string>;
  /** Why nobody can say it. */
  readonly notes: readonly string[];
}

/** What both sides of a change are checked of: beyond it, a reader would wait longer than for all the rest. */
const MOST_FILES = 10_000;
/** How much of a larger change is checked. */
const SAMPLE = 1500;

/**
 * Compares what `check` finds on the clusters where something changes: on all of them, or where those are too many on some of
 * them, which the notes name.
 *
 * @param changes the worst first
 */
export function findingsOf(
  clusters: readonly string[],
  changes: readonly Judged[],
  { before, after }: Trees,
): Findings {
  const sizeOf = (cluster: string) => Math.max(before.sizeOf(cluster), after.sizeOf(cluster));
  const files = clusters.reduce((sum, cluster) => sum + sizeOf(cluster), 0);
  const judged = files <= MOST_FILES ? clusters : sampleOf(clusters, changes, sizeOf);
  const notes = judged.length === clusters.length ? [] : [leftOut(judged, clusters, files)];
  try {
    const isOnBoth = [before, after].every((tree) => judged.some((cluster) => tree.has(cluster)));
    const told = (tree: Surroundings) =>
      findingsIn(judged, tree).filter((finding) => isOnBoth || !isOfList(finding));
    const [old, now] = [told(before), told(after)];
    return { new: without(now, old), gone: without(old, now), stood: new Set(old.map(subjectOf)), notes };
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    const [first = ''] = error.message.split('\n');
    return {
      new: [],
      gone: [],
      stood: new Set(),
      notes: [`Findings are not compared, as part of a tree cannot be read: ${first}`],
    };
  }
}

function leftOut(judged: readonly string[], clusters: readonly string[], files: number): string {
  if (judged.length === 0)
    return `Findings are not compared: ${files} files are too many. npx fleet check lists them.`;
  return `Findings are compared on ${judged.length} of ${clusters.length} clusters, where the worst changes are: ${judged.join(', ')}. All ${files} files are too many; npx fleet check lists the findings of the others.`;
}

/** Clusters for as many changes as there is time for: one for each change, the worst first, and then any other. */
function sampleOf(
  clusters: readonly string[],
  changes: readonly Judged[],
  sizeOf: (cluster: string) => number,
): readonly string[] {
  const taken = new Set<string>();
  let size = 0;
  const take = (cluster: string) => {
    if (taken.has(cluster) || size + sizeOf(cluster) > SAMPLE) return;
    taken.add(cluster);
    size += sizeOf(cluster);
  };
  for (const group of groupsOf(changes)) {
    if (group.clusters.some((cluster) => taken.has(cluster))) continue;
    const [first] = group.clusters;
    if (first !== undefined) take(first);
  }
  for (const cluster of clusters) take(cluster);
  return clusters.filter((cluster) => taken.has(cluster));
}

function findingsIn(clusters: readonly string[], tree: Surroundings): readonly Finding[] {
  const trees = clusters
    .filter((cluster) => tree.has(cluster))
    .map((cluster) => treeOf(cluster, tree, tree.all(cluster)));
  if (trees.length === 0) return [];
  const exemptions = existsSync(OWN_EXEMPTIONS) ? readExemptions(OWN_EXEMPTIONS) : [];
  return checkTrees(trees, { exemptions }).map(({ finding }) => finding);
}

/** What a list of exemptions has too much: of a cluster that comes or goes, it says only that other clusters are not looked at. */
function isOfList({ rule, cluster }: Finding): boolean {
  return rule === unusedWaiver.id && cluster === '';
}

function without(some: readonly Finding[], others: readonly Finding[]): readonly Finding[] {
  const known = new Set(others.map(keyOf));
  return some.filter((finding) => !known.has(keyOf(finding)));
}

function keyOf({ rule, cluster, object, path, message }: Finding): string {
  return JSON.stringify([rule, cluster, object, path, message]);
}

/** A rule and the object that it speaks of. */
export function subjectOf({ rule, cluster, object: { kind, namespace, name } }: Finding): string {
  return [rule, cluster, kind, namespace, name].join('\0');
}
