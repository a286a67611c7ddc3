import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Cluster } from '../../clusters/index.ts';
import { unitsOn } from '../../platform/unit/units-on.ts';
import { Mistake } from '../command-line/mistake.ts';
import { ClusterCache } from './cache.ts';
import type { ClusterPlan, SynthRequest } from './cluster-plan.ts';
import { Crew, type Program } from './crew.ts';
import {
  chosenClusters,
  compare,
  completed,
  type Plan,
  planClusters,
  planOf,
  put,
  reportOf,
  type Stage,
  synth,
} from './synth.ts';
import { heaviestFirst, newTurns, taken } from './turns.ts';
import { Transaction } from './write.ts';

/** What renders beside this thread. */
export interface Workers {
  readonly program: Program;
  /** Threads that render, this one included; left out: as many as pay. */
  readonly count?: number | undefined;
}

/** A worker needs some 0.4 s of a processor until it begins, in which it could render hundreds of units. */
const UNITS_EACH = 1500;

/** Like `synth`, with several threads. Each takes the next cluster; one of them has found a mistake: none writes. */
export async function synthWith(request: SynthRequest, workers: Workers): Promise<Plan> {
  const size = sizeOfCrew(request, workers);
  if (size === 0) return synth(request);
  const transaction = new Transaction(request.out);
  const crew = new Crew(workers.program, size);
  try {
    const plan = await planTogether(
      request,
      crew,
      (path, text) => transaction.stage(path, text),
      transaction.staged,
    );
    await crew.remember(put(plan, transaction));
    return plan;
  } finally {
    await crew.dismiss();
    transaction.end();
  }
}

/** Like `compare`, with several threads. */
export async function compareWith(request: SynthRequest, workers: Workers, stage: Stage): Promise<Plan> {
  const { cache: _, ...withoutCache } = request;
  // Without it everything is rendered, however much it would know.
  const size = sizeOfCrew(withoutCache, workers);
  if (size === 0) return compare(request, stage);
  const crew = new Crew(workers.program, size);
  try {
    return await planTogether(withoutCache, crew, stage);
  } finally {
    await crew.dismiss();
  }
}

/** How many threads render beside this one. */
function sizeOfCrew(request: SynthRequest, { count }: Workers): number {
  const clusters = chosenClusters(request);
  const most = count ?? Math.min(availableParallelism(), paying(request, clusters));
  return Math.max(0, Math.min(most, clusters.length) - 1);
}

/** How many threads have enough to do. */
function paying(request: SynthRequest, clusters: readonly Cluster[]): number {
  if (isRemembered(request, clusters)) return 1;
  const total = clusters.reduce((sum, { name }) => sum + unitsOn(name, request.units).length, 0);
  return Math.floor(total / UNITS_EACH);
}

/** What this code has rendered before is hardly to be rendered again; the first cluster stands for all. */
function isRemembered({ cache, out }: SynthRequest, [first]: readonly Cluster[]): boolean {
  if (cache === undefined || first === undefined) return false;
  const saved = new ClusterCache(cache.directory, resolve(out), first.name);
  return saved.units.size > 0 && saved.isOf(cache.code());
}

/**
 * Renders together with the workers.
 *
 * @param staged where they put files for the commit; left out: their texts come with the answers
 */
async function planTogether(request: SynthRequest, crew: Crew, stage: Stage, staged?: string): Promise<Plan> {
  const { out, units, cache } = request;
  const chosen = chosenClusters(request);
  const report = reportOf(request);
  if (!report.isEmpty) return planOf(request, () => {});
  const clusters = heaviestFirst(chosen, units);
  const turns = newTurns();
  crew.begin({
    out,
    clusters: clusters.map(({ name }) => name),
    turns,
    ...(staged !== undefined && { staged }),
    ...(cache && { cache: { directory: cache.directory, code: cache.code() } }),
  });
  const plans = planClusters(request, taken(clusters, turns), stage, report);
  const answers = await crew.answers();
  const mistakes = answers.flatMap((answer) => ('mistake' in answer ? answer.mistake : []));
  if (!report.isEmpty || mistakes.length > 0) {
    // Mistakes are reported once for all clusters and in one order, which takes a single report: it is made again.
    planOf(request, () => {});
    throw new Mistake(mistakes.join('\n'));
  }
  const all = new Map<string, ClusterPlan>(plans.map((plan) => [plan.cluster, plan]));
  for (const answer of answers) {
    if ('mistake' in answer) continue;
    for (const plan of answer.plans) all.set(plan.cluster, { ...plan, remember: () => {} });
    for (const [path, text] of answer.texts) stage(path, text);
  }
  return completed(
    request,
    chosen.flatMap(({ name }) => all.get(name) ?? []),
    stage,
  );
}
