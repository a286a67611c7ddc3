import type { Model } from '../cluster-model/model.ts';
import type { Range } from '../cluster-model/objects/address.ts';
import { type DeclaredPort, keyOf, type Pods } from '../cluster-model/pods.ts';
import { type Block, regionsOf } from './addresses.ts';

/** Something that opens connections, or that others connect to. */
export type Endpoint =
  | {
      readonly type: 'pods';
      readonly peer: string;
      readonly pods: Pods;
      readonly listens: readonly DeclaredPort[];
    }
  | { readonly type: 'node'; readonly peer: 'node'; readonly listens: readonly DeclaredPort[] }
  | {
      readonly type: 'region';
      readonly peer: string;
      readonly range: Range;
      readonly listens: readonly DeclaredPort[];
    };

/** The peers of a cluster: pods by template, the nodes where pods share their network, and the addresses outside. */
export function endpointsOf(model: Model, blocks: Iterable<Block>): readonly Endpoint[] {
  const own = model.pods.filter(({ hostNetwork }) => !hostNetwork);
  const host = model.pods.filter(({ hostNetwork }) => hostNetwork);
  const pods = own.map((each) => ({
    type: 'pods' as const,
    peer: keyOf(each),
    pods: each,
    listens: each.ports,
  }));
  const node = { type: 'node' as const, peer: 'node' as const, listens: host.flatMap(({ ports }) => ports) };
  const regions = regionsOf(blocks).map(({ peer, range }) => ({
    type: 'region' as const,
    peer,
    range,
    listens: [],
  }));
  return [...pods, ...(host.length > 0 ? [node] : []), ...regions];
}
