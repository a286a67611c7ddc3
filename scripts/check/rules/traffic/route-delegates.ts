import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { textAt } from '../../state/read.ts';
import { isSeen } from '../../state/service-ports.ts';
import { routingsIn } from './routes.ts';
import { CART } from './sample.ts';

const root = (name: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec:
  hosts: [shop.example.com]
  http: [{ match: [{ uri: { prefix: /cart } }], delegate: { name: ${name} } }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart-routes, namespace: shop }
spec:
  http: [{ route: [{ destination: { host: cart } }] }]
`;

/** A delegate has routes and no hosts of its own. */
export const routeDelegates: ClusterRule = {
  id: 'route-delegates',
  severity: 'error',
  summary: 'A route that is handed on to a VirtualService which is not there, or which has hosts of its own',
  breaks: 'Istio leaves the route out: its requests get 404.',
  failing: CART + root('cart'),
  passing: CART + root('cart-routes'),
  *judge(state) {
    const routings = routingsIn(state);
    const byName = new Map(
      routings.map((each) => [`${each.resource.namespace}/${each.resource.name}`, each]),
    );
    const used = new Set<string>();
    for (const { resource, routes } of routings) {
      for (const { path, value } of routes) {
        const name = textAt(value, 'delegate', 'name');
        if (name === undefined) continue;
        const namespace = textAt(value, 'delegate', 'namespace') ?? resource.namespace;
        const full = `${namespace}/${name}`;
        const delegate = byName.get(full);
        used.add(full);
        if (delegate === undefined && isSeen(state, namespace)) {
          yield {
            resource,
            path: [...path, 'delegate', 'name'],
            message: `There is no VirtualService ${full}, to which the route is handed on.`,
            fix: `Write the name of a VirtualService without hosts${didYouMean(full, [...byName.keys()])}.`,
          };
        } else if (delegate !== undefined && !delegate.isDelegate) {
          yield {
            resource: delegate.resource,
            path: ['spec', 'hosts'],
            message: `VirtualService ${resource.namespace}/${resource.name} hands requests on to it, and Istio takes no delegate with hosts.`,
            fix: 'Take hosts and gateways out.',
          };
        }
      }
    }
    for (const { resource, isDelegate } of routings) {
      if (!isDelegate || used.has(`${resource.namespace}/${resource.name}`) || resource.isExtract) continue;
      yield {
        resource,
        path: ['spec'],
        severity: 'warning',
        message:
          'It has no hosts, and no VirtualService of the tree hands requests on to it: its routes are never used.',
        fix: 'Write the hosts that it is for, or name it as the delegate of another one.',
      };
    }
  },
};
