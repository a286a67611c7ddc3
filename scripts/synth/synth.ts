import { resolve } from 'node:path';
import type { Cluster } from '../../clusters/index.ts';
import { Mistake } from '../command-line/mistake.ts';
import { type ClusterPlan, planCluster, type SynthRequest } from './cluster-plan.ts';
import type { Foreign } from './leftovers.ts';
import { Report } from './report.ts';
import { planRest, type RestPlan } from './rest-plan.ts';
import { unitMistakes, unknownCluster } from './unit-rules.ts';
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
    transaction.commit(partsOf(plan));
    const time = transaction.time();
    for (const { remember } of plan.clusters) remember(time);
    return plan;
  } finally {
    transaction.end();
  }
}

/**
 * What {@link synth} would change. Writes nothing, and trusts no cache.
 *
 * @param stage called with each file that is missing in the output folder or differs
 */
export function compare(request: SynthRequest, stage: (path: string, text: string) => void = () => {}): Plan {
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
  stage: (path: string, text: string) => void,
  clusters: readonly Cluster[] = chosenClusters(request),
): Plan {
  const report = new Report(request.units);
  for (const mistake of [...unitMistakes(request.units, request.fleet), ...(request.mistakes ?? [])]) {
    report.add(mistake);
  }
  const plans = clusters.map((cluster) => planCluster(request, cluster, stage, report));
  report.throwIfAny();
  const rendered = plans.filter(
    ({ added, changed, unchanged }) => added.length + changed.length + unchanged > 0,
  );
  const names = (list: readonly ClusterPlan[]) => list.map(({ cluster }) => cluster);
  const rest = planRest(
    {
      out: resolve(request.out),
      chosen: names(plans),
      rendered: names(rendered),
      all: request.clusters === undefined,
    },
    stage,
  );
  return { clusters: plans, rest };
}

function chosenClusters({ fleet, clusters }: SynthRequest): readonly Cluster[] {
  const names = fleet.clusters.map(({ name }) => name);
  for (const name of clusters ?? []) {
    if (!names.includes(name)) throw new Mistake(`--cluster names ${unknownCluster(name, names)}`);
  }
  return clusters === undefined
    ? fleet.clusters
    : fleet.clusters.filter(({ name }) => clusters.includes(name));
}
