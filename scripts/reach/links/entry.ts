import type { NetworkGateway } from '../../cluster-model/mesh/multi-cluster.ts';
import { covers, rangeOf } from '../../cluster-model/objects/address.ts';
import { has } from '../ports.ts';
import type { Reach } from '../reach.ts';

/** An entry of the other network, and the networks outside in which it may stand. */
export interface Entry extends NetworkGateway {
  readonly places: readonly number[];
}

/** The networks outside in which an entry may stand: that of its address; a name may have any. */
export function placesOf({ endpoints }: Reach, { address }: NetworkGateway): readonly number[] {
  const own = address === undefined ? undefined : rangeOf(address);
  const regions = endpoints.flatMap((endpoint, at) => (endpoint.type === 'region' ? [{ endpoint, at }] : []));
  if (own === undefined) return regions.map(({ at }) => at);
  const size = ({ endpoint: { range } }: (typeof regions)[number]) => range.last - range.first;
  const [smallest] = regions
    .filter(({ endpoint }) => covers(endpoint.range, own))
    .sort((one, other) => (size(one) < size(other) ? -1 : 1));
  return smallest === undefined ? [] : [smallest.at];
}

/** Whether pods may open an entry. */
export function leaves({ network }: Reach, from: number, { places, port }: Entry): boolean {
  return places.some((at) => has(network.ports(from, at), { protocol: 'TCP', number: port }));
}
