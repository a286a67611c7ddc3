import { existsSync } from 'node:fs';
import { checkTrees } from '../check/check.ts';
import type { Finding } from '../check/finding.ts';
import type { Rule } from '../check/rule.ts';
import { families } from '../check/rules.ts';
import { OWN_EXEMPTIONS, readExemptions } from '../check/waivers/exemption.ts';
import { unusedWaiver } from '../check/waivers/rules.ts';
import type { Tree } from '../cluster-model/cluster.ts';
import { UnusableInput } from '../cluster-model/input/unusable-input.ts';
import type { Change, Item, Judged } from './change.ts';
import { textAt } from './compare/value.ts';
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

const KIND_DEFINITION = 'CustomResourceDefinition';

/** What needs no more than an object itself is asked about every change, whatever the size of the tree. */
const ofOneObject = families.filter(({ isOfOneObject }) => isOfOneObject === true);

/** What the objects of a change show by themselves, on both sides. */
export interface Shown {
  readonly before: readonly Finding[];
  readonly after: readonly Finding[];
}

/**
 * What {@link findingsOf} asks of a change that is too large to be checked as a whole; it needs no risks, so that it can be found out
 * while another thread is still at them. Undefined where it will ask something else.
 */
export function shownAhead(changes: readonly Change[], trees: Trees): Shown | undefined {
  const clusters = [...new Set(changes.map(({ cluster }) => cluster))];
  if (filesOn(clusters, trees) <= MOST_FILES || changes.length > MOST_FILES) return undefined;
  try {
    return shownBy(changes, trees);
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    return undefined;
  }
}

function shownBy(changes: readonly Change[], { before, after }: Trees): Shown {
  return {
    before: findingsAbout(
      changes.map((change) => change.before),
      before,
    ),
    after: findingsAbout(
      changes.map((change) => change.after),
      after,
    ),
  };
}

function filesOn(clusters: readonly string[], trees: Trees): number {
  return clusters.reduce((sum, cluster) => sum + sizeOf(cluster, trees), 0);
}

function sizeOf(cluster: string, { before, after }: Trees): number {
  return Math.max(before.sizeOf(cluster), after.sizeOf(cluster));
}

/**
 * Compares what `check` finds on the clusters where something changes: on all of them, or where those are too many on some of
 * them, which the notes name. On the others, what needs no more than an object is asked about those that change.
 *
 * @param changes the worst first
 * @param ahead what all of them show, where that is known
 */
export function findingsOf(
  clusters: readonly string[],
  changes: readonly Judged[],
  trees: Trees,
  ahead?: Shown,
): Findings {
  const { before, after } = trees;
  const files = filesOn(clusters, trees);
  const whole = files <= MOST_FILES ? clusters : sampleOf(clusters, changes, trees);
  const others = changes.filter(({ cluster }) => !whole.includes(cluster));
  const asked = others.slice(0, MOST_FILES);
  const notes = whole.length === clusters.length ? [] : [leftOut({ whole, clusters, files, others, asked })];
  try {
    const isOnBoth = [before, after].every((tree) => whole.some((cluster) => tree.has(cluster)));
    const shown = ahead ?? shownBy(asked, trees);
    const told = (tree: Surroundings, about: readonly Finding[]) => [
      ...findingsIn(whole, tree).filter((finding) => isOnBoth || !isOfList(finding)),
      ...about.filter(({ cluster }) => !whole.includes(cluster)),
    ];
    const old = told(before, shown.before);
    const now = told(after, shown.after);
    const inOrder = (some: readonly Finding[]) => byCluster(some, clusters);
    return {
      new: inOrder(without(now, old)),
      gone: inOrder(without(old, now)),
      stood: new Set(old.map(subjectOf)),
      notes,
    };
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

/** How far a large change is looked at. */
interface Looked {
  readonly clusters: readonly string[];
  /** Of them, those that are checked as a whole. */
  readonly whole: readonly string[];
  readonly files: number;
  /** Changes on the others, and those of them that are asked about. */
  readonly others: readonly Judged[];
  readonly asked: readonly Judged[];
}

function leftOut({ whole, clusters, files, others, asked }: Looked): string {
  const names = ofOneObject.map(({ name }) => name).join(' and ');
  const many =
    asked.length < others.length ? `the worst ${asked.length} of ${others.length} changes` : 'each change';
  const where = whole.length === 0 ? 'on no cluster' : `on ${whole.length} of ${clusters.length} clusters`;
  const which = whole.length === 0 ? '' : `, where the worst changes are: ${whole.join(', ')}`;
  return `Findings that need more than one object are compared ${where}${which}. All ${files} files are too many; npx fleet check lists the findings of the others. What one object shows (${names}) is compared for ${many}.`;
}

/** Clusters for as many changes as there is time for: one for each change, the worst first, and then any other. */
function sampleOf(clusters: readonly string[], changes: readonly Judged[], trees: Trees): readonly string[] {
  const taken = new Set<string>();
  let size = 0;
  const take = (cluster: string) => {
    const own = sizeOf(cluster, trees);
    if (taken.has(cluster) || size + own > SAMPLE) return;
    taken.add(cluster);
    size += own;
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
  return checked(trees);
}

/** What some objects show by themselves; with a definition that changes, all objects of its kind. */
function findingsAbout(items: readonly (Item | undefined)[], tree: Surroundings): readonly Finding[] {
  const files = new Map<string, Set<string>>();
  for (const item of items) {
    if (item === undefined) continue;
    const own = files.get(item.cluster) ?? new Set();
    files.set(item.cluster, own.add(item.file));
    for (const each of item.kind === KIND_DEFINITION ? ofDefinition(item, tree) : []) own.add(each.file);
  }
  const trees = [...files].map(([cluster, own]) => {
    for (const { file } of tree.ofKinds(cluster, KIND_DEFINITION)) own.add(file);
    return treeOf(cluster, tree, tree.inFiles(own));
  });
  return checked(
    trees,
    ofOneObject.flatMap(({ rules }) => rules),
  );
}

function ofDefinition({ cluster, value }: Item, tree: Surroundings): readonly Item[] {
  const kind = textAt(value, 'spec.names.kind');
  return kind === undefined ? [] : tree.ofKinds(cluster, kind);
}

/** @param rules left out: all of them */
function checked(trees: readonly Tree[], rules?: readonly Rule[]): readonly Finding[] {
  if (trees.length === 0) return [];
  const exemptions = existsSync(OWN_EXEMPTIONS) ? readExemptions(OWN_EXEMPTIONS) : [];
  return checkTrees(trees, { exemptions, ...(rules && { rules }) }).map(({ finding }) => finding);
}

function byCluster(findings: readonly Finding[], clusters: readonly string[]): readonly Finding[] {
  const at = new Map(clusters.map((cluster, position) => [cluster, position]));
  const positionOf = ({ cluster }: Finding) => at.get(cluster) ?? clusters.length;
  return [...findings].sort((one, other) => positionOf(one) - positionOf(other));
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
