import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { knownHosts, lookUp } from '../../state/mesh-hosts.ts';
import { destinationRulesIn } from './destination-rules.ts';
import { CART } from './sample.ts';

const rule = (host: string) => `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cart, namespace: shop }
spec: { host: ${host}, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } } }
`;

/** A rule for a host that nobody has is accepted, and never looked at. */
export const destinationRuleIdle: ClusterRule = {
  id: 'destination-rule-idle',
  severity: 'warning',
  summary: 'A DestinationRule for a host that is no Service and no ServiceEntry',
  breaks: 'Its limits, ejection, TLS and subsets hold for nobody: calls go on as without it.',
  failing: CART + rule('carts'),
  passing: CART + rule('cart'),
  *judge(state) {
    for (const { resource, host } of destinationRulesIn(state)) {
      if (host === '' || host.includes('*')) continue;
      if (lookUp(state, host, resource.namespace).status !== 'missing') continue;
      const short = host.split('.')[0] ?? '';
      const hosts = knownHosts(state);
      const meant = hosts.find((each) => each.startsWith(`${short}.`)) ?? nearestName(host, hosts);
      yield {
        resource,
        path: ['spec', 'host'],
        message: `Nothing has the host ${host}: the rule is for no call.`,
        fix: meant === undefined ? 'Write the host of a Service or ServiceEntry in full.' : `Write ${meant}.`,
      };
    }
  },
};
