import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import {
  type Direction,
  hasPort,
  isolationOf,
  lets,
  namesAt,
  type Peer,
  type PolicyRule,
  type PolicyState,
  partyOf,
  policiesIn,
} from '../../state/network-policies.ts';
import { portsOf, type Workload } from '../../state/workload.ts';
import { workloadsOf } from './policy-peers.ts';
import { CALL, DNS, SEALED } from './sample.ts';

/** A connection needs the consent of both sides. */
export const policiesContradict: ClusterRule = {
  id: 'policies-contradict',
  severity: 'error',
  summary: 'A call that the NetworkPolicies of one side admit by name, and those of the other refuse',
  breaks: 'Both policies look right on their own, and the connection ends in a timeout.',
  pitfalls: ['X-17'],
  failing:
    SEALED +
    DNS +
    CALL.replace(
      'from: [{ podSelector: { matchLabels: { app: web } } }]',
      'from: [{ podSelector: { matchLabels: { app: cart } } }]',
    ),
  passing: SEALED + DNS + CALL,
  *judge(state) {
    for (const policy of policiesIn(state)) {
      for (const direction of ['egress', 'ingress'] as const) {
        for (const rule of policy[direction]) {
          for (const peer of rule.peers) {
            const said = judgePeer(state, policy, { direction, rule, peer });
            if (said !== undefined) yield said;
          }
        }
      }
    }
  },
};

/** More pods of one selector than that are not meant one by one. */
const MANY = 40;

function judgePeer(
  state: ClusterState,
  { resource, workloads, types, selector }: PolicyState,
  {
    direction,
    rule,
    peer,
  }: { readonly direction: Direction; readonly rule: PolicyRule; readonly peer: Peer },
): Said | undefined {
  if (
    !types.has(direction) ||
    peer.podSelector === undefined ||
    workloads.length === 0 ||
    workloads.length > MANY
  )
    return undefined;
  if (Object.keys(peer.podSelector.matchLabels).length === 0) return undefined;
  const others = workloadsOf(state, peer, resource.namespace).workloads;
  if (others.length === 0 || others.length > MANY) return undefined;
  const back = direction === 'egress' ? 'ingress' : 'egress';
  for (const other of others) {
    const isolation = isolationOf(state, other, back);
    if (isolation === undefined) continue;
    const isMet = workloads.some((own) => {
      if (own === other && workloads.length === 1) return true;
      const [caller, callee] = direction === 'egress' ? [own, other] : [other, own];
      const ports = portsAt(callee, rule);
      if (ports.length === 0) return true;
      const party = partyOf(state, own);
      return (
        ports.some(({ number, protocol }) =>
          isolation.rules.some((each) => lets(each, party, protocol, number, namesAt(callee, number))),
        ) || caller === callee
      );
    });
    if (isMet) continue;
    const own = workloads[0];
    const title = (each: Workload | undefined) => `${each?.kind} ${each?.namespace}/${each?.name}`;
    const ports = portsAt(direction === 'egress' ? other : (own ?? other), rule).map(({ number }) => number);
    const policies = isolation.policies.map(({ resource: by }) => by.name);
    const isBroad = Object.keys(selector.matchLabels).length === 0 && selector.matchExpressions.length === 0;
    const mine = isBroad ? `pods of ${resource.namespace}` : title(own);
    // The side that leaves something out is the one to mend.
    const lacking = isolation.policies.find(
      ({ selector: each, types: said }) => said.has(back) && Object.keys(each.matchLabels).length > 0,
    );
    return {
      resource: direction === 'egress' || lacking === undefined ? resource : lacking.resource,
      path: direction === 'egress' || lacking === undefined ? peer.path : ['spec', back],
      message:
        direction === 'egress'
          ? `${mine} may call ${title(other)} at port ${[...new Set(ports)].join(', ')}, and the ingress policies of the latter (${policies.join(', ')}) refuse it.`
          : `${title(other)} is let in at port ${[...new Set(ports)].join(', ')}, and its own egress policies (${policies.join(', ')}) do not let it call.`,
      fix:
        direction === 'egress'
          ? `Add the caller with the port to the ingress of a policy for ${title(other)}, or take this item out.`
          : `Add ${title(own)} with the port to the egress of a policy for ${title(other)}, or take this item out.`,
    };
  }
  return undefined;
}

/** The ports of the callee that a rule names; where it names none, all that the callee has. */
function portsAt(
  callee: Workload,
  rule: PolicyRule,
): readonly { readonly number: number; readonly protocol: string }[] {
  const declared = portsOf(callee).filter(({ number, protocol }) =>
    hasPort(rule, protocol, number, namesAt(callee, number)),
  );
  if (declared.length > 0 || portsOf(callee).length > 0) return declared;
  return rule.ports.flatMap(({ port, protocol }) =>
    typeof port === 'number' ? [{ number: port, protocol }] : [],
  );
}
