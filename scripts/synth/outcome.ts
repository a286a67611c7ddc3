import { relative } from 'node:path';
import { count } from '../command-line/count.ts';
import type { StaleDocument } from './documents.ts';
import { foreignOf, type Plan, partsOf } from './synth.ts';

/** An inventory of a chart that was made of something else than what is rendered. */
export interface OldInventory {
  /** From the root of the repository on. */
  readonly path: string;
  readonly why: string;
}

/** What there is to tell of a run. */
export interface Told {
  readonly plan: Plan;
  readonly out: string;
  readonly documents: readonly StaleDocument[];
  readonly wrong: readonly string[];
  readonly old: readonly OldInventory[];
}

/** Says what was written. */
export function reportChanges({ plan, out, documents, wrong, old }: Told): 0 {
  const width = Math.max(0, ...plan.clusters.map(({ cluster }) => cluster.length));
  for (const { cluster, objects, added, changed, stale, unchanged, seconds } of plan.clusters) {
    console.log(
      `${cluster.padEnd(width)}  ${count(objects, 'object')}: ${added.length + changed.length} written, ` +
        `${stale.length} removed, ${unchanged} unchanged (${seconds.toFixed(2)} s)`,
    );
  }
  for (const { path } of documents) console.log(`${path}  written`);
  const removed = partsOf(plan).flatMap(({ stale, empty }) => [...stale, ...empty.map(folder)]);
  if (removed.length > 0) {
    console.log(
      `Removed, as nothing renders them any more:\n${list(removed.map((path) => `  ${shown(out)}/${path}`))}`,
    );
  }
  const foreign = foreignLines(plan, out);
  if (foreign.length > 0) console.warn(`${FOREIGN}\n${list(foreign)}`);
  if (wrong.length > 0) console.warn(`${WRONG}\n${list(wrong.map((line) => `  ${line}`))}`);
  if (old.length > 0) console.warn(`${OLD}\n${list(old.map(oldLine))}`);
  return 0;
}

const WRONG =
  'These pages say what does not hold, so they were left as they are. npm run ci refuses that until either the page ' +
  'or what it speaks of is changed:';

const OLD =
  'These inventories say what charts made of other values or in another version. Run npm run charts and commit the result:';

function oldLine({ path, why }: OldInventory): string {
  return `  ${path}: ${why}`;
}

const FOREIGN =
  'These were not written by synth, or changed since, and nothing renders them. Synth leaves them alone, but Argo CD ' +
  'would apply what is committed in dist/. Move what you need elsewhere, and remove them:';

function foreignLines(plan: Plan, out: string): readonly string[] {
  return foreignOf(plan).map(({ path, reason }) => `  ${shown(out)}/${path}: ${reason}`);
}

/** The output folder as one would type it. */
function shown(out: string): string {
  const path = relative(process.cwd(), out);
  return path === '' ? '.' : path.startsWith('..') ? out : path;
}

function folder(path: string): string {
  return `${path}/`;
}

/** Says what is not up to date. */
export function reportDifferences({ plan, out, documents, wrong, old }: Told): 0 | 1 {
  const named = (what: string, paths: readonly string[]) =>
    paths.map((path) => `  ${what}  ${shown(out)}/${path}`);
  const lines = [
    ...partsOf(plan).flatMap(({ changed, added, stale, empty }) => [
      ...named('differs    ', changed),
      ...named('missing    ', added),
      ...named('superfluous', [...stale, ...empty.map(folder)]),
    ]),
    ...documents.map(({ is, path }) => `  ${is.padEnd(11)}  ${path}`),
  ];
  const foreign = foreignLines(plan, out);
  if (lines.length > 0) {
    console.error(`Not up to date. Run npm run synth and commit the result.\n${list(lines)}`);
  }
  if (foreign.length > 0) console.error(`${FOREIGN}\n${list(foreign)}`);
  if (wrong.length > 0) console.error(`${WRONG}\n${list(wrong.map((line) => `  ${line}`))}`);
  if (old.length > 0) console.error(`${OLD}\n${list(old.map(oldLine))}`);
  if (lines.length + foreign.length + wrong.length + old.length > 0) return 1;
  const objects = plan.clusters.reduce((total, cluster) => total + cluster.objects, 0);
  console.log(`Up to date: ${count(plan.clusters.length, 'cluster')}, ${count(objects, 'object')}.`);
  return 0;
}

const LONGEST_LIST = 100;

function list(lines: readonly string[]): string {
  const more = lines.length - LONGEST_LIST;
  return [...lines.slice(0, LONGEST_LIST), ...(more > 0 ? [`  … and ${more} more`] : [])].join('\n');
}
