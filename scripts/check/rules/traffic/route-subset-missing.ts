import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { fullHost, lookUp } from '../../state/mesh-hosts.ts';
import { isSeen } from '../../state/service-ports.ts';
import { destinationRulesIn, rulesFor } from './destination-rules.ts';
import { routingsIn } from './routes.ts';
import { CART } from './sample.ts';

const route = (subset: string) => `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cart, namespace: shop }
spec: { host: cart, subsets: [{ name: v1, labels: { version: v1 } }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [cart]
  http: [{ route: [{ destination: { host: cart, subset: ${subset} } }] }]
`;

/** Subsets are made by DestinationRules of the same host. */
export const routeSubsetMissing: ClusterRule = {
  id: 'route-subset-missing',
  severity: 'error',
  summary: 'A route to a subset that no DestinationRule of the host makes',
  breaks: 'The proxy knows no such part of the host, and answers each request of the route with 503.',
  pitfalls: ['X-14'],
  failing: CART + route('stable'),
  passing: CART + route('v1'),
  *judge(state) {
    for (const { resource, routes } of routingsIn(state)) {
      const { namespace } = resource;
      for (const { destinations } of routes) {
        for (const { host, subset, path } of destinations) {
          if (subset === undefined) continue;
          const full = fullHost(host, namespace);
          const rules = rulesFor(state, full, namespace);
          const names = rules.flatMap(({ subsets }) => subsets.map(({ name }) => name));
          // Of a host that nobody knows, another rule speaks.
          if (names.includes(subset) || lookUp(state, full, namespace).status === 'missing') continue;
          const home = full.split('.')[1] ?? '';
          if (rules.length === 0 && !isSeen(state, home) && full.endsWith('.svc.cluster.local')) continue;
          const hidden = destinationRulesIn(state).find(
            (rule) => rule.host === full && rule.subsets.some(({ name }) => name === subset),
          );
          yield {
            resource,
            path: [...path, 'subset'],
            message:
              hidden === undefined
                ? `No DestinationRule of ${full} has a subset ${subset}${names.length > 0 ? `; there are ${names.join(', ')}` : ''}.`
                : `DestinationRule ${hidden.resource.namespace}/${hidden.resource.name} has the subset ${subset}, and is not exported to ${namespace}.`,
            fix:
              hidden === undefined
                ? `Add the subset ${subset} to a DestinationRule of the host${didYouMean(subset, names)}.`
                : `Let exportTo of that DestinationRule name ${namespace}.`,
          };
        }
      }
    }
  },
};
