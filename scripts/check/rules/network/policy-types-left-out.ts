import type { ClusterRule } from '../../rule.ts';
import { policiesIn } from '../../state/network-policies.ts';
import { CALL, DNS, SEALED } from './sample.ts';

/** Rules of a direction that policyTypes leaves out are not looked at. */
export const policyTypesLeftOut: ClusterRule = {
  id: 'policy-types-left-out',
  severity: 'error',
  summary: 'A NetworkPolicy with rules for a direction that its policyTypes leave out',
  breaks: 'The rules do nothing: what they were to admit stays closed by other policies, or all stays open.',
  failing: SEALED + DNS.replace('policyTypes: [Egress]', 'policyTypes: [Ingress]') + CALL,
  passing: SEALED + DNS + CALL,
  *judge(state) {
    for (const { resource, ingress, egress, types } of policiesIn(state)) {
      for (const [direction, rules] of [
        ['ingress', ingress],
        ['egress', egress],
      ] as const) {
        if (rules.length === 0 || types.has(direction)) continue;
        const type = direction === 'ingress' ? 'Ingress' : 'Egress';
        yield {
          resource,
          path: ['spec', direction],
          message: `spec.policyTypes does not name ${type}, so the rules of ${direction} do nothing.`,
          fix: `Add ${type} to spec.policyTypes.`,
        };
      }
    }
  },
};
