import { graphOf } from '../constructs/service/graph.ts';
import type { Context } from '../constructs/unit.ts';

/** A service that the public reaches on one cluster. */
export interface Exposure {
  readonly service: string;
  readonly namespace: string;
  readonly product: string;
  /** The whole name, such as `api.triptrip.com`. */
  readonly host: string;
  /** Beginning of the path that belongs to the service. */
  readonly path: string;
}

/**
 * Every exposed service of a cluster, sorted by host and path.
 *
 * @throws when two services claim one host and one path inside the other: which of them answered would be chance
 */
export function exposuresOf(context: Context): readonly Exposure[] {
  const exposures = graphOf(context).workloads.flatMap(({ declaration, namespace, product }): Exposure[] => {
    if (declaration.kind !== 'service' || declaration.exposes === undefined) return [];
    const { host, path = '/' } = declaration.exposes;
    return [
      { service: declaration.name, namespace, product, host: `${host}.${context.cluster.domain}`, path },
    ];
  });
  const sorted = exposures.sort((one, other) => (key(one) < key(other) ? -1 : 1));
  for (const [index, exposure] of sorted.entries()) {
    const rival = sorted.slice(index + 1).find((other) => overlap(exposure, other));
    if (rival === undefined) continue;
    throw new Error(
      `${exposure.service} and ${rival.service} are both exposed at https://${exposure.host}${rival.path} on ${context.cluster.name}. Give one of them another host or a path outside the other's.`,
    );
  }
  return sorted;
}

function key({ host, path }: Exposure): string {
  return `${host} ${path}`;
}

function overlap(one: Exposure, other: Exposure): boolean {
  return one.host === other.host && (one.path.startsWith(other.path) || other.path.startsWith(one.path));
}
