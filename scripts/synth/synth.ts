import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../../clusters/index.ts';
import { readIndex } from './cluster-index.ts';
import { type ClusterPlan, planCluster, planRemoval, type SynthRequest } from './cluster-plan.ts';
import { Failure } from './failure.ts';
import { Report } from './report.ts';
import { unitMistakes, unknownCluster } from './unit-rules.ts';
import { Transaction, WORKSPACE } from './write.ts';

/**
 * Renders clusters and makes their folders equal to the result. Nothing of the output folder changes before
 * everything is rendered, and nothing at all where anything fails.
 *
 * @throws Failure for mistakes in units and for what stands in the way in the output folder
 */
export function synth(request: SynthRequest): readonly ClusterPlan[] {
  const clusters = chosenClusters(request);
  const transaction = new Transaction(request.out);
  try {
    const plans = plan(request, clusters, (path, text) => transaction.stage(path, text));
    transaction.commit(plans);
    const time = transaction.time();
    for (const { remember } of plans) remember(time);
    return plans;
  } finally {
    transaction.end();
  }
}

/** What {@link synth} would change. Writes nothing, and trusts no cache. */
export function compare(request: SynthRequest): readonly ClusterPlan[] {
  const { cache: _, ...withoutCache } = request;
  return plan(withoutCache, chosenClusters(request), () => {});
}

function plan(
  request: SynthRequest,
  clusters: readonly Cluster[],
  stage: (path: string, text: string) => void,
): readonly ClusterPlan[] {
  const report = new Report(request.units);
  for (const mistake of [...unitMistakes(request.units, request.fleet), ...(request.mistakes ?? [])]) {
    report.add(mistake);
  }
  const plans = clusters.map((cluster) => planCluster(request, cluster, stage, report));
  report.throwIfAny();
  if (request.clusters !== undefined) return plans;
  return [...plans, ...abandonedFolders(request).map((name) => planRemoval(request, name))];
}

function chosenClusters({ fleet, clusters }: SynthRequest): readonly Cluster[] {
  const names = fleet.clusters.map(({ name }) => name);
  for (const name of clusters ?? []) {
    if (!names.includes(name)) throw new Failure(`--cluster names ${unknownCluster(name, names)}`);
  }
  return clusters === undefined
    ? fleet.clusters
    : fleet.clusters.filter(({ name }) => clusters.includes(name));
}

/** Folders with an index whose cluster has left the contract. */
function abandonedFolders({ out, fleet }: SynthRequest): readonly string[] {
  const names = new Set([WORKSPACE, ...fleet.clusters.map(({ name }) => name)]);
  let entries: string[];
  try {
    entries = readdirSync(out);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return entries.filter((entry) => !names.has(entry) && readIndex(join(out, entry)).units.size > 0).sort();
}
