import { type Cluster, publicNames } from '../../../clusters/index.ts';
import { entriesOf } from '../../components/istio/address.ts';
import { attemptAll } from '../../kit/declaration/attempts.ts';
import type { Exposure } from '../../unit/exposure.ts';
import type { Context } from '../../unit/unit.ts';
import type { WorkloadDeclaration } from '../declaration/workload.ts';
import { endpointOf, graphOf } from './graph.ts';

/** One that answers only some browsers. */
export type NarrowExposure = Exposure & Required<Pick<Exposure, 'userAgent'>>;

/**
 * Everything that is exposed on a cluster, services and components, sorted by host, path and user agent.
 *
 * @throws when two claim one address, or one is for an audience that has no entry: which of them answered would be
 * chance, or nobody would
 */
export function exposuresOf(context: Context): readonly Exposure[] {
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
  const components = units
    .filter(({ clusters }) => clusters.includes(cluster.name))
    .flatMap((unit) => unit.exposes?.(context) ?? []);
  const sorted = [...services, ...components].sort((one, other) => (key(one) < key(other) ? -1 : 1));
  attemptAll(
    sorted.flatMap((exposure, index) => [
      () => assertEntry(exposure, cluster),
      () => assertAlone(exposure, sorted.slice(index + 1), cluster.name),
      () => assertDefault(exposure, sorted, cluster.name),
    ]),
  );
  return sorted;
}

/** The services that share the address of this one and take only some browsers; itself left out (S3-12). */
export function narrowerThan({ name }: WorkloadDeclaration, context: Context): readonly NarrowExposure[] {
  const exposures = exposuresOf(context);
  const own = exposures.find(({ service }) => service === name);
  if (own === undefined || own.userAgent !== undefined) return [];
  return exposures.filter(isNarrow).filter((other) => isSameAddress(own, other));
}

function isNarrow(exposure: Exposure): exposure is NarrowExposure {
  return exposure.userAgent !== undefined;
}

function key({ host, path, userAgent }: Exposure): string {
  return `${host} ${path} ${userAgent ?? ''}`;
}

function isSameAddress(one: Exposure, other: Exposure): boolean {
  return one.host === other.host && one.path === other.path;
}

function overlap(one: Exposure, other: Exposure): boolean {
  return one.host === other.host && (one.path.startsWith(other.path) || other.path.startsWith(one.path));
}

function assertEntry({ service, audience, host }: Exposure, cluster: Cluster): void {
  if (entriesOf(cluster).some((entry) => entry.audience === audience)) return;
  throw new Error(
    `${service} is exposed to ${audience} at ${host} on ${cluster.name}, which has no entry for ${audience}. Have Terraform make one, or leave the service out there.`,
  );
}

function assertAlone(exposure: Exposure, others: readonly Exposure[], cluster: string): void {
  const rival = others.find(
    (other) =>
      overlap(exposure, other) && !(isSameAddress(exposure, other) && exposure.userAgent !== other.userAgent),
  );
  if (rival === undefined) return;
  throw new Error(
    `${exposure.service} and ${rival.service} are both exposed at https://${exposure.host}${rival.path} on ${cluster}. Give one of them another host or a path outside the other's, or let one answer only some browsers: the same path, and userAgent.`,
  );
}

/** Without a service for all other browsers, whoever has one of them gets 404. */
function assertDefault(exposure: Exposure, all: readonly Exposure[], cluster: string): void {
  if (exposure.userAgent === undefined) return;
  if (all.some((other) => other.userAgent === undefined && isSameAddress(exposure, other))) return;
  throw new Error(
    `${exposure.service} answers only the ${exposure.userAgent} at https://${exposure.host}${exposure.path} on ${cluster}, and nothing answers the others. Expose a service without userAgent at the same host and path.`,
  );
}
