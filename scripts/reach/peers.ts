import { nearestName } from '../../clusters/nearest-name.ts';
import { UnusableInput } from '../cluster-model/input/unusable-input.ts';
import { pattern } from './filter.ts';

/** Peers that every cluster has, whether or not a policy of it names one. */
const EVERYWHERE = ['world', 'node'];

/** What to say of a peer that no cluster has. */
export function unknownPeer(unknown: string, peers: readonly string[]): UnusableInput {
  const nearest = nearestName(unknown, peers) ?? peers.find((peer) => peer.endsWith(`/${unknown}`));
  return new UnusableInput(`There is no peer ${unknown}. ${hintFor(unknown, nearest, peers)}`);
}

function hintFor(unknown: string, nearest: string | undefined, peers: readonly string[]): string {
  if (peers.some((peer) => peer.startsWith(`${unknown}/`)))
    return `It is a namespace: --from and --to take '${unknown}/*' for all of it.`;
  return nearest === undefined
    ? 'A peer is namespace/Kind/name, world, node or ip:network'
    : `Is it ${nearest}?`;
}

/** @throws UnusableInput where nobody is meant by what a filter says: it would find nothing, and look like nothing open */
export function refuseUnknownPeers(filters: readonly (string | undefined)[], peers: readonly string[]): void {
  const known = [...new Set([...peers, ...EVERYWHERE])];
  for (const filter of filters) {
    if (filter === undefined || known.some((peer) => pattern(filter).test(peer))) continue;
    throw unknownPeer(filter, known);
  }
}
