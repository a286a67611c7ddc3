import type { ClusterRule } from '../../rule.ts';
import { routingsIn } from './routes.ts';
import { CART } from './sample.ts';

const route = (first: number, second: number) => `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cart, namespace: shop }
spec: { host: cart, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [cart]
  http:
    - route:
        - { destination: { host: cart, subset: v1 }, weight: ${first} }
        - { destination: { host: cart, subset: v2 }, weight: ${second} }
`;

/** Weights are shares of their sum, and people read them as percent. */
export const routeWeights: ClusterRule = {
  id: 'route-weights',
  severity: 'warning',
  summary: 'Weights of a route that send requests to other parts than they say',
  breaks: 'Istio divides by the sum: each destination gets another share than its number says, or none.',
  failing: CART + route(90, 20),
  passing: CART + route(90, 10),
  *judge(state) {
    for (const { resource, routes } of routingsIn(state)) {
      for (const { path, destinations } of routes) {
        const weighted = destinations.filter(({ isMirror }) => !isMirror);
        const weights = weighted.map(({ weight }) => weight);
        if (weighted.length === 0 || weights.every((weight) => weight === undefined)) {
          if (weighted.length < 2) continue;
          yield {
            resource,
            path: [...path, 'route'],
            severity: 'error',
            message: `The route has ${weighted.length} destinations and no weight: all requests would go to none, and Istio refuses it.`,
            fix: 'Write a weight at each destination.',
          };
          continue;
        }
        const sum = weights.reduce<number>((total, weight) => total + (weight ?? 0), 0);
        if (sum === 0) {
          yield {
            resource,
            path: [...path, 'route'],
            severity: 'error',
            message: 'The weights of the route add up to 0: no destination gets a request.',
            fix: 'Write weights that add up to 100.',
          };
          continue;
        }
        const silent = weighted.find(({ weight }) => weight === undefined);
        if (silent !== undefined && weighted.length > 1) {
          yield {
            resource,
            path: silent.path.slice(0, -1),
            message: `The destination ${silent.host}${silent.subset === undefined ? '' : ` (${silent.subset})`} has no weight beside others that have one: it gets no request.`,
            fix: `Write weight: ${Math.max(100 - sum, 0)}.`,
          };
          continue;
        }
        if (weighted.length < 2 || sum === 100 || sum < 50 || sum > 200) continue;
        yield {
          resource,
          path: [...path, 'route'],
          message: `The weights ${weights.join(' + ')} add up to ${sum}: of 100 requests, ${Math.round(((weights[0] ?? 0) / sum) * 100)} go to the first destination, not ${weights[0]}.`,
          fix: 'Write weights that add up to 100.',
        };
      }
    }
  },
};
