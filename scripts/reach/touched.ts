import type { Model } from '../cluster-model/model.ts';
import type { Direction } from '../cluster-model/policies.ts';
import type { Endpoint } from './endpoints.ts';
import type { MeshLayer } from './mesh/layer.ts';
import { comparedInMesh, type IsSameInMesh } from './mesh/touched.ts';
import type { Admission, Isolation, Network } from './network.ts';
import { isSame } from './same.ts';

/** What is known of a cluster at one time. */
interface State {
  readonly model: Model;
  readonly endpoints: readonly Endpoint[];
  readonly network: Network;
  readonly mesh: MeshLayer | undefined;
}

/** The endpoints that may be let in or out otherwise than before, by their places in the list. */
export interface Touched {
  readonly egress: ReadonlySet<number>;
  readonly ingress: ReadonlySet<number>;
}

/**
 * What is not the same in two states of a cluster that have the same pods: between endpoints of which neither the way out of the first
 * nor the way into the second is touched, the same is open in both.
 *
 * @returns undefined where something differs that may be about any connection
 */
export function touchedBetween(one: State, other: State): Touched | undefined {
  const rest = ({ model: { pods, ingresses, podNetworks }, endpoints }: State) =>
    [endpoints, pods, ingresses, podNetworks] as const;
  if (!isSame(rest(one), rest(other))) return undefined;
  const isSameInMesh = comparedInMesh(one.mesh, other.mesh);
  if (isSameInMesh === undefined) return undefined;
  return {
    egress: touched(one, other, 'egress', isSameInMesh),
    ingress: touched(one, other, 'ingress', isSameInMesh),
  };
}

function touched(
  one: State,
  other: State,
  direction: Direction,
  isSameInMesh: IsSameInMesh,
): ReadonlySet<number> {
  const compare = comparison();
  const changed = one.endpoints.filter((endpoint, at) => {
    const now = other.endpoints[at];
    return (
      now === undefined ||
      !compare(one.network.isolation(direction, at), other.network.isolation(direction, at)) ||
      !isSameInMesh(direction, endpoint, now)
    );
  });
  // People know pods by their workload, which may have several kinds of them: connections are told of all together.
  const peers = new Set(changed.map(peerOf));
  return new Set(one.endpoints.flatMap((each, at) => (peers.has(peerOf(each)) ? [at] : [])));
}

function peerOf({ peer }: Endpoint): string {
  return peer;
}

/** Whether two isolations admit the same; what they have in common with others is looked at once. */
function comparison(): (one: Isolation | undefined, other: Isolation | undefined) => boolean {
  const known = new Map<Admission, readonly [other: Admission, isEqual: boolean]>();
  const admitSame = (own: Admission, others: Admission | undefined): boolean => {
    if (others === undefined) return false;
    const [before, wasEqual] = known.get(own) ?? [];
    if (before === others && wasEqual !== undefined) return wasEqual;
    const isEqual = isSame(own.rule.ports, others.rule.ports) && isSame(own.peers, others.peers);
    known.set(own, [others, isEqual]);
    return isEqual;
  };
  return (one, other) => {
    if (one === undefined || other === undefined) return one === other;
    const { admissions } = one;
    return (
      admissions.length === other.admissions.length &&
      admissions.every((own, at) => admitSame(own, other.admissions[at]))
    );
  };
}
