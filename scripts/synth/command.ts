import { relative } from 'node:path';
import type { Fleet } from '../../clusters/index.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import type { Given } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import type { Generated } from '../documents/document.ts';
import type { SynthRequest } from './cluster-plan.ts';
import { type StaleDocument, staleDocuments, writeDocuments } from './documents.ts';
import { assertOutFolder } from './out-folder.ts';
import { shardOf } from './shares.ts';
import { chosenClusters, foreignOf, type Plan, partsOf } from './synth.ts';
import type { synth as usage } from './usage.ts';
import { compareWith, synthWith } from './workers.ts';

type Options = Given<(typeof usage)['options'], Record<never, never>>['options'];

/** What the command renders, and where it keeps what. */
export interface Source {
  readonly loadFleet: () => Fleet;
  readonly units: (fleet: Fleet) => readonly Unit[];
  /** What is wrong with the fleet as a whole; left out: nothing is looked at. */
  readonly mistakes?: (units: readonly Unit[], fleet: Fleet) => readonly string[];
  /** What of the change from the output folder's state is wrong; left out: nothing is looked at. */
  readonly steps?: (fleet: Fleet, out: string) => readonly string[];
  /** Folder of the repository, from which the paths of documents start. */
  readonly repository: string;
  /** Output folder where `--out` names none. */
  readonly out: string;
  readonly cache: NonNullable<SynthRequest['cache']>;
  /** File of what a worker runs, see `serve.ts`; left out: one thread renders everything. */
  readonly worker?: string;
  /** What is written besides the output folder, unless that is another one. */
  readonly documents?: {
    readonly generate: (rendered: Rendered) => Promise<Generated>;
  };
}

/** What documents follow from. Paths are from the output folder on. */
export interface Rendered {
  readonly fleet: Fleet;
  readonly clusters?: readonly string[] | undefined;
  /** What in the output folder differs from what was rendered, by path. */
  readonly changed: ReadonlyMap<string, string>;
  /** What does not belong there. */
  readonly superfluous: readonly string[];
  /** Whether what an earlier run made from the same sources may be used. */
  readonly cached: boolean;
}

const NOTHING: Generated = { documents: [], wrong: [] };

/**
 * Does what the options ask, and prints what it did.
 *
 * @returns the exit code: 0, or 1 where with `--check` something is not up to date
 */
export async function render(
  { cluster, shard: share, workers: threads, out, check, uncached }: Options,
  source: Source,
): Promise<0 | 1> {
  if (out !== undefined) assertOutFolder(out, source);
  const shard = share === undefined ? undefined : shardOf(share);
  if (shard !== undefined && cluster !== undefined)
    throw new Mistake('--shard and --cluster both choose clusters. Give one of them.');
  const fleet = source.loadFleet();
  const units = source.units(fleet);
  const request: SynthRequest = {
    fleet,
    units,
    mistakes: [
      ...(source.mistakes?.(units, fleet) ?? []),
      ...(source.steps?.(fleet, out ?? source.out) ?? []),
    ],
    out: out ?? source.out,
    ...(cluster && { clusters: cluster }),
    ...(shard && { shard }),
    ...(!uncached && { cache: source.cache }),
  };
  const changed = new Map<string, string>();
  const workers = {
    program: source.worker ?? '',
    count: source.worker === undefined ? 1 : threads === 0 ? undefined : threads,
  };
  const plan = check
    ? await compareWith(request, workers, (path, text) => changed.set(path, text))
    : await synthWith(request, workers);
  const clusters = shard === undefined ? cluster : chosenClusters(request).map(({ name }) => name);
  const { repository: root } = source;
  const { generate = async () => NOTHING } = (out === undefined && source.documents) || {};
  const superfluous = partsOf(plan).flatMap(({ stale, foreign }) => [
    ...stale,
    ...foreign.map(({ path }) => path),
  ]);
  const generated = await generate({ fleet, clusters, changed, superfluous, cached: !check && !uncached });
  const documents = staleDocuments(root, generated);
  if (check) return reportDifferences(plan, request.out, documents, generated.wrong);
  writeDocuments(root, documents);
  return reportChanges(plan, request.out, documents, generated.wrong);
}

function reportChanges(
  plan: Plan,
  out: string,
  documents: readonly StaleDocument[],
  wrong: readonly string[],
): 0 {
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
  return 0;
}

const WRONG =
  'These pages say what does not hold, so they were left as they are. npm run ci refuses that until either the page ' +
  'or what it speaks of is changed:';

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

function reportDifferences(
  plan: Plan,
  out: string,
  documents: readonly StaleDocument[],
  wrong: readonly string[],
): 0 | 1 {
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
  if (lines.length + foreign.length + wrong.length > 0) return 1;
  const objects = plan.clusters.reduce((total, cluster) => total + cluster.objects, 0);
  console.log(`Up to date: ${count(plan.clusters.length, 'cluster')}, ${count(objects, 'object')}.`);
  return 0;
}

const LONGEST_LIST = 100;

function list(lines: readonly string[]): string {
  const more = lines.length - LONGEST_LIST;
  return [...lines.slice(0, LONGEST_LIST), ...(more > 0 ? [`  … and ${more} more`] : [])].join('\n');
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
