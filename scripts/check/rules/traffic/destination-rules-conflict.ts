import type { ClusterRule } from '../../rule.ts';
import { isFields } from '../../state/read.ts';
import { type DestinationRule, destinationRulesIn } from './destination-rules.ts';
import { CART } from './sample.ts';

const rule = (name: string, host: string) => `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: ${name}, namespace: shop }
spec: { host: ${host}, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } } }
`;

/** Istio joins the subsets of two rules, and keeps the policy of one. */
export const destinationRulesConflict: ClusterRule = {
  id: 'destination-rules-conflict',
  severity: 'warning',
  summary: 'Two DestinationRules of one namespace for one host, both with a policy or with the same subset',
  breaks:
    'The policy of one of them does nothing, and nothing says which: limits, TLS mode or ejection are lost.',
  failing: CART + rule('cart', 'cart') + rule('cart-limits', 'cart.shop.svc.cluster.local'),
  passing: CART + rule('cart', 'cart'),
  *judge(state) {
    const byHost = new Map<string, DestinationRule>();
    for (const each of destinationRulesIn(state)) {
      const { resource, host } = each;
      const selector = isFields(resource.value.spec) ? resource.value.spec.workloadSelector : undefined;
      const place = `${resource.namespace} ${host} ${JSON.stringify(selector ?? null)} ${JSON.stringify(each.exportTo)}`;
      const first = byHost.get(place);
      if (first === undefined || host === '') {
        byHost.set(place, each);
        continue;
      }
      const same = each.subsets.find(({ name }) => first.subsets.some((other) => other.name === name));
      const both = [first, each].every(({ policy }) => Object.keys(policy).length > 0);
      if (same === undefined && !both) continue;
      yield {
        resource,
        path: same === undefined ? ['spec', 'host'] : same.path,
        message: `DestinationRule ${first.resource.namespace}/${first.resource.name} is for ${host} too${same === undefined ? '' : `, and has a subset ${same.name} as well`}: ${same === undefined ? 'one trafficPolicy' : 'one of the two'} is ignored.`,
        fix: `Put both into one DestinationRule for ${host}.`,
      };
    }
  },
};
