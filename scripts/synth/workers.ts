import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Cluster } from '../../clusters/index.ts';
import { Mistake } from '../command-line/mistake.ts';
import { ClusterCache } from './cache.ts';
import type { ClusterPlan, SynthRequest } from './cluster-plan.ts';
import { sharesOf, unitsByCluster } from './shares.ts';
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
import { type Answer, answerSchema, type WorkerTask } from './worker-messages.ts';
import { Transaction } from './write.ts';

/** What renders beside this thread. */
export interface Workers {
  /** File that calls `serve` with the same fleet and units, from the root of the repository on. */
  readonly program: string;
  /** What the program needs besides. */
  readonly more?: unknown;
  /** Threads that render, this one included; left out: as many as pay. */
  readonly count?: number | undefined;
}

/** A worker needs some 0.4 s of a processor until it begins, in which it could render hundreds of units. */
const UNITS_EACH = 1500;

const launcher = new URL('../run.mjs', import.meta.url);

/** Like `synth`, with several threads. Each renders clusters of its own; one of them has found a mistake: none writes. */
export async function synthWith(request: SynthRequest, workers: Workers): Promise<Plan> {
  const shares = sharesFor(request, workers);
  if (shares.length < 2) return synth(request);
  const transaction = new Transaction(request.out);
  const crew = new Crew(request, shares, workers, transaction.staged);
  try {
    const plan = await planTogether(request, shares, crew, (path, text) => transaction.stage(path, text));
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
  const shares = sharesFor(withoutCache, workers);
  if (shares.length < 2) return compare(request, stage);
  const crew = new Crew(withoutCache, shares, workers);
  try {
    return await planTogether(withoutCache, shares, crew, stage);
  } finally {
    await crew.dismiss();
  }
}

/** What each thread renders, this one first. */
function sharesFor(request: SynthRequest, { count }: Workers): readonly (readonly Cluster[])[] {
  const clusters = chosenClusters(request);
  const most = count ?? Math.min(availableParallelism(), paying(request, clusters));
  return sharesOf(clusters, request.units, Math.max(1, Math.min(most, clusters.length)));
}

/** How many threads have enough to do. */
function paying(request: SynthRequest, clusters: readonly Cluster[]): number {
  if (isRemembered(request, clusters)) return 1;
  const placed = unitsByCluster(request.units);
  const total = clusters.reduce((sum, { name }) => sum + (placed.get(name) ?? 0), 0);
  return Math.floor(total / UNITS_EACH);
}

/** What this code has rendered before is hardly to be rendered again; the first cluster stands for all. */
function isRemembered({ cache, out }: SynthRequest, [first]: readonly Cluster[]): boolean {
  if (cache === undefined || first === undefined) return false;
  const saved = new ClusterCache(cache.directory, resolve(out), first.name);
  return saved.size > 0 && saved.isOf(cache.code());
}

/** Renders the first share, and takes the plans of the others from the workers. */
async function planTogether(
  request: SynthRequest,
  [own = []]: readonly (readonly Cluster[])[],
  crew: Crew,
  stage: Stage,
): Promise<Plan> {
  const report = reportOf(request);
  const plans = report.isEmpty ? planClusters(request, own, stage, report) : [];
  const answers = report.isEmpty ? await crew.answers() : [];
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
    chosenClusters(request).flatMap(({ name }) => all.get(name) ?? []),
    stage,
  );
}

/** The threads besides this one. */
class Crew {
  readonly #workers: readonly Worker[];
  readonly #answers: Promise<readonly Answer[]>;

  constructor(
    { out, cache }: SynthRequest,
    [, ...others]: readonly (readonly Cluster[])[],
    { program, more }: Workers,
    staged?: string,
  ) {
    this.#workers = others.map((clusters) => {
      const workerData: WorkerTask = {
        out,
        clusters: clusters.map(({ name }) => name),
        ...(staged !== undefined && { staged }),
        ...(cache && { cache: { directory: cache.directory, code: cache.code() } }),
        more,
      };
      return new Worker(launcher, { argv: [program], workerData });
    });
    this.#answers = Promise.all(this.#workers.map(answerOf));
  }

  answers(): Promise<readonly Answer[]> {
    return this.#answers;
  }

  async remember(time: number): Promise<void> {
    const ends = this.#workers.map((worker) => once(worker, 'exit'));
    for (const worker of this.#workers) worker.postMessage(time);
    await Promise.all(ends);
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

/** A worker that ends without an answer could not even load its sources. */
function answerOf(worker: Worker): Promise<Answer> {
  return new Promise((resolve) => {
    worker.once('message', (message) => resolve(answerSchema.parse(message)));
    worker.once('error', (error) => resolve({ mistake: String(error) }));
    worker.once('exit', (code) => resolve({ mistake: `A worker of synth ended with code ${code}.` }));
  });
}
