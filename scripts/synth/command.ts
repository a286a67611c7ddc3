import type { Fleet } from '../../clusters/index.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import type { Given } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import type { Generated } from '../documents/document.ts';
import type { SynthRequest } from './cluster-plan.ts';
import type { Program } from './crew.ts';
import { removeUnfinished, staleDocuments, writeDocuments } from './documents.ts';
import { assertOutFolder } from './out-folder.ts';
import { type OldInventory, reportChanges, reportDifferences } from './outcome.ts';
import { shardOf } from './shares.ts';
import { chosenClusters, compare, type Plan, partsOf, type Stage, synth } from './synth.ts';
import type { synth as usage } from './usage.ts';
import { removeUnfinishedIn } from './whole-file.ts';
import { compareWith, synthWith } from './workers.ts';

/** As they were given. */
export type Options = Given<(typeof usage)['options'], Record<never, never>>['options'];

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
  /** What a worker runs, see `serve.ts`; left out: one thread renders everything. */
  readonly worker?: Program;
  /** Which inventories of charts are old, in the folder of the repository; left out: nobody looks at them. */
  readonly inventories?: (rendered: Rendered) => readonly OldInventory[];
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
  { cluster, shard: share, workers: threads, out, check, uncached, ...options }: Options,
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
  const plan = await planWith(request, source, { check, threads }, (path, text) => changed.set(path, text));
  const clusters = shard === undefined ? cluster : chosenClusters(request).map(({ name }) => name);
  const { repository: root } = source;
  const { generate = async () => NOTHING } = (out === undefined && source.documents) || {};
  const superfluous = partsOf(plan).flatMap(({ stale, foreign }) => [
    ...stale,
    ...foreign.map(({ path }) => path),
  ]);
  const rendered = { fleet, clusters, changed, superfluous, cached: !check && !uncached };
  const generated = await generate(rendered);
  const documents = staleDocuments(root, generated);
  const looksAtInventories = out === undefined && !options['without-inventories'];
  const old = looksAtInventories ? (source.inventories?.(rendered) ?? []) : [];
  const told = { plan, out: request.out, documents, wrong: generated.wrong, old };
  if (check) return reportDifferences(told);
  writeDocuments(root, documents);
  removeUnfinished(root, generated);
  removeUnfinishedIn(source.cache.directory);
  return reportChanges(told);
}

/** Plans, and unless it only looks writes, with as many threads as were asked for; 0: as many as pay. */
function planWith(
  request: SynthRequest,
  { worker: program }: Source,
  { check, threads }: { readonly check: boolean; readonly threads: number },
  stage: Stage,
): Plan | Promise<Plan> {
  if (program === undefined) return check ? compare(request, stage) : synth(request);
  const workers = { program, ...(threads > 0 && { count: threads }) };
  return check ? compareWith(request, workers, stage) : synthWith(request, workers);
}
