import type { Cluster } from '../../../clusters/index.ts';
import { Mistake } from '../../command-line/mistake.ts';
import { clustersOf, type Repository } from '../fleet.ts';
import type { WorkloadKind } from './declaration.ts';
import { hint } from './names.ts';

/** A workload, as far as it says where it runs and what it connects to. */
interface Connecting {
  readonly name: string;
  readonly product: string;
  /** Empty: all of its product. */
  readonly clusters: readonly string[];
  readonly kind: WorkloadKind;
  readonly calls: readonly string[];
  /** `NAME:MESSAGES`. */
  readonly queue: string;
}

/** Everything on these clusters that a workload may call, as `--connects-to` writes it. */
export function callsOn(clusters: readonly Cluster[], { units }: Repository): readonly string[] {
  const here = (unit: { readonly clusters: readonly string[] }) =>
    clusters.some(({ name }) => unit.clusters.includes(name));
  const named = (kind: string, names: readonly string[]) => names.map((name) => `${kind}:${name}`);
  const everywhere = (pick: (cluster: Cluster) => object) =>
    [...new Set(clusters.flatMap((cluster) => Object.keys(pick(cluster))))].sort();
  const queues = everywhere(({ terraform }) => terraform.queues);
  return [
    ...named('workload', [...new Set(units.filter(here).flatMap(callable))].sort()),
    ...named(
      'database',
      everywhere(({ terraform }) => terraform.databases),
    ),
    ...named(
      'cache',
      everywhere(({ terraform }) => terraform.caches),
    ),
    ...named('sends-to', queues),
    ...named('receives-from', queues),
    ...named(
      'bucket',
      everywhere(({ terraform }) => terraform.buckets),
    ),
    ...named(
      'external',
      everywhere(({ externalHosts }) => externalHosts),
    ),
  ];
}

function callable({ workloads = [], endpoints = [] }: Repository['units'][number]): readonly string[] {
  return [
    ...workloads.flatMap(({ declaration }) => (declaration.kind === 'service' ? [declaration.name] : [])),
    ...endpoints.map(({ name }) => name),
  ];
}

/** Why a queue cannot be the one that a workload is driven by; undefined where each of the clusters has it. */
export function queueMistake(
  queue: string,
  clusters: readonly Cluster[],
  repository: Repository,
): string | undefined {
  const [name = ''] = queue.split(':');
  return name === '' ? undefined : lackOf('--queue', `receives-from:${name}`, clusters, repository);
}

/** Why a call leads nowhere; undefined where each of the clusters has what is called, or only rendering can tell. */
export function callMistake(
  written: string,
  clusters: readonly Cluster[],
  repository: Repository,
): string | undefined {
  return lackOf('--connects-to', written, clusters, repository);
}

function lackOf(
  option: string,
  written: string,
  clusters: readonly Cluster[],
  repository: Repository,
): string | undefined {
  const [kind = '', name = ''] = written.split(':');
  if (clusters.length === 0 || !NAMED_BY_CLUSTERS.has(kind)) return undefined;
  const lacking = clusters.filter((cluster) => !callsOn([cluster], repository).includes(written));
  if (lacking.length === 0) return undefined;
  const known = callsOn(clusters, repository).flatMap((each) =>
    each.startsWith(`${kind}:`) ? [each.slice(kind.length + 1)] : [],
  );
  const what = kind === 'sends-to' || kind === 'receives-from' ? 'queue' : kind;
  const places = lacking.map((cluster) => cluster.name).join(', ');
  const others = known.filter((each) => each !== name);
  return `${option}: found ${name}, and there is no ${what} of that name on ${places}${hint(name, others)}`;
}

/** Kinds whose names are those of what a cluster has: a topic is made by whoever writes to it, a linked service is elsewhere. */
const NAMED_BY_CLUSTERS: ReadonlySet<string> = new Set([
  ...['workload', 'database', 'cache', 'sends-to', 'receives-from', 'bucket', 'external'],
]);

/** @throws Mistake with every call, and the queue, that one of its clusters does not have: before anything is written */
export function assertDestinations(workload: Connecting, repository: Repository): void {
  const { name, kind, calls, queue } = workload;
  const clusters = clustersWanted(workload, repository);
  const others = calls.filter((call) => call !== `workload:${name}`);
  const mistakes = [
    kind === 'service' ? undefined : queueMistake(queue, clusters, repository),
    ...others.map((call) => callMistake(call, clusters, repository)),
  ].filter((mistake) => mistake !== undefined);
  if (mistakes.length > 0) throw new Mistake([...new Set(mistakes)].join('\n'));
}

/** The clusters of a product, or those of them that were chosen. */
export function clustersWanted(
  { product, clusters }: Pick<Connecting, 'product' | 'clusters'>,
  repository: Repository,
): readonly Cluster[] {
  const own = clustersOf(product, repository);
  return clusters.length === 0 ? own : own.filter(({ name }) => clusters.includes(name));
}
