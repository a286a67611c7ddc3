import { resolve } from 'node:path';
import type { Cluster } from '../../clusters/index.ts';
import { unitsOn } from '../../platform/unit/units-on.ts';
import { Mistake } from '../command-line/mistake.ts';
import { TopFolders } from './cluster-folders.ts';
import { type ClusterPlan, planCluster, type SynthRequest } from './cluster-plan.ts';
import type { Foreign } from './leftovers.ts';
import { Report } from './report.ts';
import { planRest, type RestPlan } from './rest-plan.ts';
import { sharesOf } from './shares.ts';
import { renderable, unitMistakes, unknownCluster } from './unit-rules.ts';
import { Transaction } from './write.ts';

/** What the output folder lacks to be what was rendered. */
export interface Plan {
  readonly clusters: readonly ClusterPlan[];
  /** The index, and what stands beside the folders of the clusters. */
  readonly rest: RestPlan;
}

/**
 * Renders clusters and makes their folders equal to the result. Nothing of the output folder changes before
 * everything is rendered, and nothing at all where anything fails.
 *
 * @throws Mistake for mistakes in units and for what stands in the way in the output folder
 */
export function synth(request: SynthRequest): Plan {
  const clusters = chosenClusters(request);
  const transaction = new Transaction(request.out);
  try {
    const plan = planOf(request, (path, text) => transaction.stage(path, text), clusters);
    put(plan, transaction);
    return plan;
  } finally {
    transaction.end();
  }
}

/** Makes the output folder as planned, and remembers it. */
export function put(plan: Plan, transaction: Transaction): number {
  transaction.commit(partsOf(plan));
  const time = transaction.time();
  for (const { remember } of plan.clusters) remember(time);
  return time;
}

/**
 * What {@link synth} would change. Writes nothing, and trusts no cache.
 *
 * @param stage called with each file that is missing in the output folder or differs
 */
export function compare(request: SynthRequest, stage: Stage = () => {}): Plan {
  const { cache: _, ...withoutCache } = request;
  return planOf(withoutCache, stage);
}

/** The parts of a plan, for what counts over all of them. */
export function partsOf({ clusters, rest }: Plan): readonly (ClusterPlan | RestPlan)[] {
  return [...clusters, rest];
}

/** What synth did not write, on all clusters and beside them. */
export function foreignOf(plan: Plan): readonly Foreign[] {
  const all = partsOf(plan).flatMap(({ foreign }) => foreign);
  return all.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/**
 * Renders, and compares the result with the output folder.
 *
 * @param stage called with each file that is missing there or differs
 */
export function planOf(
  request: SynthRequest,
  stage: Stage,
  clusters: readonly Cluster[] = chosenClusters(request),
): Plan {
  const report = reportOf(request);
  const plans = planClusters(request, clusters, stage, report);
  report.throwIfAny();
  return completed(request, plans, stage);
}

/** Takes a file that is missing in the output folder or differs. */
export type Stage = (path: string, text: string) => void;

/** A report with what can be seen before anything is rendered. */
export function reportOf(request: SynthRequest): Report {
  const report = new Report(request.units);
  for (const mistake of [...unitMistakes(request.units, request.fleet), ...(request.mistakes ?? [])]) {
    report.add(mistake);
  }
  return report;
}

/** The plans of some clusters; what is wrong goes to the report. */
export function planClusters(
  request: SynthRequest,
  clusters: Iterable<Cluster>,
  stage: Stage,
  report?: Report,
): readonly ClusterPlan[] {
  // What the declarations of the others lack is in the report already.
  const units = renderable(request.units);
  const out = new TopFolders(resolve(request.out));
  return Array.from(clusters, (cluster) =>
    planCluster(request, unitsOn(cluster.name, units), cluster, out, stage, report),
  );
}

/** The plans of the clusters, and with them that of what stands beside their folders. */
export function completed(request: SynthRequest, plans: readonly ClusterPlan[], stage: Stage): Plan {
  const { fleet, units, clusters, shard } = request;
  const here = new Map(
    plans.map(({ cluster, added, changed, unchanged }) => [
      cluster,
      added.length + changed.length + unchanged > 0,
    ]),
  );
  // Every shard writes the same index, so that their folders can be put on top of each other.
  const known = shard === undefined ? [...here.keys()] : fleet.clusters.map(({ name }) => name);
  const rendered = known.filter((name) => here.get(name) ?? unitsOn(name, units).length > 0);
  const leftovers = clusters === undefined && (shard?.number ?? 1) === 1;
  const rest = planRest(
    { out: resolve(request.out), known, rendered, more: clusters !== undefined, leftovers },
    stage,
  );
  return { clusters: plans, rest };
}

export function chosenClusters({ fleet, units, clusters, shard }: SynthRequest): readonly Cluster[] {
  if (shard !== undefined) return sharesOf(fleet.clusters, units, shard.of)[shard.number - 1] ?? [];
  const names = fleet.clusters.map(({ name }) => name);
  for (const name of clusters ?? []) {
    if (!names.includes(name)) throw new Mistake(`--cluster names ${unknownCluster(name, names)}`);
  }
  return clusters === undefined
    ? fleet.clusters
    : fleet.clusters.filter(({ name }) => clusters.includes(name));
}
