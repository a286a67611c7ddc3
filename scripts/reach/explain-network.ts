import type { Found } from '../cluster-model/input/objects.ts';
import { titleOf } from '../cluster-model/input/read-as.ts';
import type { DeclaredPort } from '../cluster-model/pods.ts';
import type { Direction } from '../cluster-model/policies.ts';
import type { Endpoint } from './endpoints.ts';
import { type Network, portsOf } from './network.ts';
import type { Reason } from './passage.ts';
import { has } from './ports.ts';

type Port = Pick<DeclaredPort, 'protocol' | 'number'>;

/** What the NetworkPolicies of both sides say of a connection. */
export function explainNetwork(
  network: Network,
  endpoints: readonly Endpoint[],
  from: number,
  to: number,
  port: Port,
): readonly Reason[] {
  const [source, target] = [endpoints[from], endpoints[to]];
  if (source === undefined || target === undefined) return [];
  if (source.type === 'node' || target.type === 'node') {
    return [{ passes: true, says: 'A pod and its node always reach each other', objects: [] }];
  }
  const sides = [
    { direction: 'egress', own: from, other: to, side: source, opposite: target },
    { direction: 'ingress', own: to, other: from, side: target, opposite: source },
  ] as const;
  return sides
    .filter(({ side }) => side.type === 'pods')
    .map((given) => oneSide(network, { ...given, target, port }));
}

function oneSide(
  network: Network,
  given: {
    readonly direction: Direction;
    readonly own: number;
    readonly other: number;
    readonly side: Endpoint;
    readonly opposite: Endpoint;
    readonly target: Endpoint;
    readonly port: Port;
  },
): Reason {
  const { direction, own, other, side, opposite, target, port } = given;
  const isolation = network.isolation(direction, own);
  const doing = direction === 'egress' ? `${side.peer} may send` : `${side.peer} may receive`;
  if (isolation === undefined) {
    return {
      passes: true,
      says: `${doing} anything: no NetworkPolicy selects it for ${direction}`,
      objects: [],
    };
  }
  const naming = isolation.admissions.filter(({ peers }) => peers === undefined || peers.has(other));
  const admitting = naming.filter(({ rule }) => has(portsOf(rule.ports, target), port));
  if (admitting.length > 0) {
    const objects = admitting.map(({ policy, rule }) => `${placeOf(policy.found)} by spec.${rule.place}`);
    return { passes: true, says: `${doing} it`, objects };
  }
  const near = naming.length > 0;
  const [policy] = near ? naming.map((admission) => admission.policy) : narrowest(isolation.policies);
  const what = `${port.protocol} ${port.number}`;
  const which = near ? `they name ${opposite.peer}, and not ${what}` : `none of them names ${opposite.peer}`;
  return {
    passes: false,
    says: `${doing} only what these policies admit, and ${which}`,
    objects: isolation.policies.map(({ found }) => placeOf(found)),
    change: near
      ? `Add ${what} to spec.${naming[0]?.rule.place}.ports of ${policy === undefined ? 'the policy' : placeOf(policy.found)}.`
      : `Add a rule to spec.${direction} of ${policy === undefined ? 'a policy' : placeOf(policy.found)}: ${direction === 'egress' ? 'to' : 'from'} ${wordsOf(opposite)}, port ${what}.`,
  };
}

/** The policy that is most about the pods: the one with the longest selector, and not that of the whole namespace. */
function narrowest<Policy extends { readonly selector: object }>(
  policies: readonly Policy[],
): readonly Policy[] {
  const length = ({ selector }: Policy) => JSON.stringify(selector).length;
  return [...policies].sort((one, other) => length(other) - length(one));
}

function wordsOf(endpoint: Endpoint): string {
  if (endpoint.type === 'region')
    return `ipBlock ${endpoint.peer === 'world' ? '0.0.0.0/0' : endpoint.peer.slice(3)}`;
  if (endpoint.type === 'node') return 'the nodes';
  const [label] = Object.entries(endpoint.pods.labels).filter(([, value]) => !value.startsWith('<'));
  const selector = label === undefined ? 'all pods' : `pods with ${label[0]}=${label[1]}`;
  return `${selector} of namespace ${endpoint.pods.namespace}`;
}

/** Every pair of endpoints is judged with the same few objects. */
const places = new WeakMap<Found, string>();

/** `NetworkPolicy shop/allow-web (file:line)`. */
export function placeOf(found: Found): string {
  let place = places.get(found);
  if (place === undefined) {
    place = `${titleOf(found)} (${found.file}:${found.line})`;
    places.set(found, place);
  }
  return place;
}
