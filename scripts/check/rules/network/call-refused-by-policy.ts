import type { ClusterRule } from '../../rule.ts';
import { isolationOf, lets, namesAt, partyOf } from '../../state/network-policies.ts';
import { declaredCallsIn } from './declared-calls.ts';
import { CALL, DNS, SEALED } from './sample.ts';

const told = (text: string) =>
  text.replace('web:1.0.0,', "web:1.0.0, env: [{ name: CART_URL, value: 'http://cart' }],");

/** What a program is told to call, and what routes lead to, has to be open on both sides. */
export const callRefusedByPolicy: ClusterRule = {
  id: 'call-refused-by-policy',
  severity: 'error',
  summary: 'A call that a route or a variable declares, and that the NetworkPolicies of a side refuse',
  breaks: 'The connection ends in a timeout after seconds, for each request.',
  failing: told(SEALED) + DNS,
  passing: told(SEALED) + DNS + CALL,
  *judge(state) {
    const seen = new Set<string>();
    for (const { caller, callee, port, means, by } of declaredCallsIn(state)) {
      // What policies say of each other is another rule's.
      if (means === 'policy') continue;
      for (const [direction, own, other] of [
        ['egress', caller, callee],
        ['ingress', callee, caller],
      ] as const) {
        const isolation = isolationOf(state, own, direction);
        if (isolation === undefined || other.hostNetwork) continue;
        const party = partyOf(state, other);
        const namesOfPort = namesAt(callee, port);
        if (isolation.rules.some((rule) => lets(rule, party, 'TCP', port, namesOfPort))) continue;
        const specific = isolation.policies.find(
          ({ selector, types }) => types.has(direction) && Object.keys(selector.matchLabels).length > 0,
        );
        const policy = specific ?? isolation.policies[0];
        const title = ({ kind, namespace, name }: typeof own) => `${kind} ${namespace}/${name}`;
        const key = `${policy?.resource.name} ${title(own)} ${title(other)} ${port}`;
        if (policy === undefined || seen.has(key)) continue;
        seen.add(key);
        yield {
          resource: policy.resource,
          path: ['spec', direction],
          message: `${title(caller)} ${means === 'route' ? 'has a route to' : 'is told to call'} ${title(callee)} at port ${port} (${by.kind} ${by.name}), and the ${direction} policies of ${title(own)} (${isolation.policies.map(({ resource }) => resource.name).join(', ')}) do not admit it.`,
          fix: `Add TCP port ${port} ${direction === 'egress' ? 'to' : 'from'} the pods of ${title(other)} to the ${direction} of a policy for ${title(own)}.`,
        };
        break;
      }
    }
  },
};
