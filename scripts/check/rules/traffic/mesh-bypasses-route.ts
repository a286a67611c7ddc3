import type { ClusterRule } from '../../rule.ts';
import { fullHost, hostsIn } from '../../state/mesh-hosts.ts';
import { routingsIn } from './routes.ts';
import { CART, GATEWAY } from './sample.ts';

const route = (gateways: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [shop.example.com, cart.shop.svc.cluster.local]
  gateways: [${gateways}]
  http: [{ route: [{ destination: { host: cart } }], timeout: 5s }]
`;

/** Sidecars follow only what has `mesh` among its gateways. */
export const meshBypassesRoute: ClusterRule = {
  id: 'mesh-bypasses-route',
  severity: 'warning',
  summary: 'A VirtualService for a host of the cluster that is attached to gateways alone',
  breaks: 'Callers in the mesh go past it: its timeout, retries, weights and faults do not hold for them.',
  pitfalls: ['X-8'],
  failing: `${CART}---\n${GATEWAY.replace('shop/shop.example.com', 'shop/*')}${route('ingress/public')}`,
  passing: `${CART}---\n${GATEWAY.replace('shop/shop.example.com', 'shop/*')}${route('ingress/public, mesh')}`,
  *judge(state) {
    const { exact } = hostsIn(state);
    const routings = routingsIn(state);
    const ofMesh = new Set(
      routings
        .filter(({ gateways }) => gateways.includes('mesh'))
        .flatMap(({ hosts, resource }) => hosts.map((host) => fullHost(host, resource.namespace))),
    );
    for (const { resource, hosts, gateways } of routings) {
      if (gateways.includes('mesh')) continue;
      for (const [index, host] of hosts.entries()) {
        const full = fullHost(host, resource.namespace);
        const isService = exact.get(full)?.some(({ service }) => service !== undefined) === true;
        if (!isService || ofMesh.has(full)) continue;
        yield {
          resource,
          path: ['spec', 'hosts', index],
          message: `${full} is a Service of the cluster, and the routes are for ${gateways.join(', ')} only: callers in the mesh do not follow them.`,
          fix: 'Add mesh to spec.gateways, or take the host out.',
        };
      }
    }
  },
};
