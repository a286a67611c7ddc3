import { type Cluster, publicNames } from '../../../clusters/index.ts';
import { entriesOf } from '../../components/istio/address.ts';
import { Mistakes } from '../../kit/declaration/attempts.ts';
import type { Audience } from '../../kit/load-balancer/entry.ts';
import type { Exposure } from '../../unit/exposure.ts';
import type { Context } from '../../unit/unit.ts';
import { unitsOn } from '../../unit/units-on.ts';
import type { WorkloadDeclaration } from '../declaration/workload.ts';
import { endpointOf, graphOf } from './graph.ts';

/** One that answers only some browsers. */
export type NarrowExposure = Exposure & Required<Pick<Exposure, 'userAgent'>>;

/** What is exposed on one cluster, made once: every service asks who else has its address. */
interface Exposures {
  /** Sorted by host, path and user agent. */
  readonly all: readonly Exposure[];
  /** By the name of the service; the first one where a service has several. */
  readonly byService: ReadonlyMap<string, Exposure>;
  /** Those that answer only some browsers, by their address. */
  readonly narrow: ReadonlyMap<string, readonly NarrowExposure[]>;
  /** What cannot stand together. */
  readonly mistakes: Mistakes | undefined;
}

const gatheredOn = new WeakMap<Context, Exposures>();

/**
 * Everything that is exposed on a cluster, services and components, sorted by host, path and user agent.
 *
 * @throws when two claim one address, or one is for an audience that has no entry: otherwise chance would decide which
 * of them answers, or none would
 */
export function exposuresOf(context: Context): readonly Exposure[] {
  return exposuresOn(context).all;
}

/** The other services at the address of this one that take only some browsers (S3-12). */
export function narrowerThan({ name }: WorkloadDeclaration, context: Context): readonly NarrowExposure[] {
  const { byService, narrow } = exposuresOn(context);
  const own = byService.get(name);
  if (own === undefined || own.userAgent !== undefined) return [];
  return narrow.get(addressOf(own)) ?? [];
}

function exposuresOn(context: Context): Exposures {
  const exposures = gatheredOn.get(context) ?? gathered(context);
  gatheredOn.set(context, exposures);
  if (exposures.mistakes !== undefined) throw exposures.mistakes;
  return exposures;
}

function gathered(context: Context): Exposures {
  const { cluster, units } = context;
  const services = graphOf(context).workloads.flatMap((placed): Exposure[] => {
    const { declaration, namespace } = placed;
    if (declaration.kind !== 'service' || declaration.exposes === undefined) return [];
    const { host, path = '/', userAgent } = declaration.exposes;
    const { labels, containerPort } = endpointOf(placed);
    return publicNames(host, cluster).map((name) => ({
      service: declaration.name,
      namespace,
      audience: 'public',
      host: name,
      path,
      ...(userAgent && { userAgent }),
      pods: { namespace, labels },
      port: containerPort,
    }));
  });
  const components = unitsOn(cluster.name, units).flatMap((unit) => unit.exposes?.(context) ?? []);
  const all = [...services, ...components]
    .map((exposure) => ({ exposure, key: key(exposure) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ exposure }) => exposure);
  const byService = new Map<string, Exposure>();
  const narrow = new Map<string, NarrowExposure[]>();
  for (const exposure of all) {
    if (!byService.has(exposure.service)) byService.set(exposure.service, exposure);
    if (!isNarrow(exposure)) continue;
    const address = addressOf(exposure);
    const others = narrow.get(address);
    if (others === undefined) narrow.set(address, [exposure]);
    else others.push(exposure);
  }
  return { all, byService, narrow, mistakes: mistakesOf(all, cluster) };
}

function mistakesOf(all: readonly Exposure[], cluster: Cluster): Mistakes | undefined {
  const audiences = new Set(entriesOf(cluster).map(({ audience }) => audience));
  const answeredByDefault = new Set(
    all.filter(({ userAgent }) => userAgent === undefined).map((exposure) => addressOf(exposure)),
  );
  const messages = all.flatMap((exposure, index) => [
    ...entryMistake(exposure, audiences, cluster.name),
    ...rivalMistake(exposure, rivalOf(index, all), cluster.name),
    ...defaultMistake(exposure, answeredByDefault, cluster.name),
  ]);
  return messages.length === 0 ? undefined : new Mistakes([...new Set(messages)]);
}

function isNarrow(exposure: Exposure): exposure is NarrowExposure {
  return exposure.userAgent !== undefined;
}

function key(exposure: Exposure): string {
  return `${addressOf(exposure)} ${exposure.userAgent ?? ''}`;
}

function addressOf({ host, path }: Exposure): string {
  return `${host} ${path}`;
}

function entryMistake(
  { service, audience, host }: Exposure,
  audiences: ReadonlySet<Audience>,
  cluster: string,
): readonly string[] {
  if (audiences.has(audience)) return [];
  return [
    `${service} is exposed to ${audience} at ${host} on ${cluster}, which has no entry for ${audience}. Have Terraform make one, or leave the service out there.`,
  ];
}

/**
 * The next one that answers below the same path, unless the two serve different browsers. Those whose path begins with this
 * one's come right after it, as they are sorted, so that none has to be compared with all others.
 */
function rivalOf(index: number, all: readonly Exposure[]): Exposure | undefined {
  const exposure = all[index];
  if (exposure === undefined) return undefined;
  const address = addressOf(exposure);
  for (let at = index + 1; at < all.length; at++) {
    const other = all[at];
    if (other === undefined || !addressOf(other).startsWith(address)) return undefined;
    if (other.path !== exposure.path || other.userAgent === exposure.userAgent) return other;
  }
  return undefined;
}

function rivalMistake(exposure: Exposure, rival: Exposure | undefined, cluster: string): readonly string[] {
  if (rival === undefined) return [];
  return [
    `${exposure.service} and ${rival.service} are both exposed at https://${exposure.host}${rival.path} on ${cluster}. Give one of them another host or a path outside the other's, or let one answer only some browsers: the same path, and userAgent.`,
  ];
}

/** Without a service for all other browsers, whoever has one of them gets 404. */
function defaultMistake(
  exposure: Exposure,
  answeredByDefault: ReadonlySet<string>,
  cluster: string,
): readonly string[] {
  if (!isNarrow(exposure) || answeredByDefault.has(addressOf(exposure))) return [];
  return [
    `${exposure.service} answers only the ${exposure.userAgent} at https://${exposure.host}${exposure.path} on ${cluster}, and nothing answers the others. Expose a service without userAgent at the same host and path.`,
  ];
}
