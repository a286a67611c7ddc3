import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { fullHost, knownHosts, lookUp } from '../../state/mesh-hosts.ts';
import { routingsIn } from './routes.ts';
import { CART } from './sample.ts';

const route = (host: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [${host}]
  http: [{ route: [{ destination: { host: cart } }] }]
`;

/** Sidecars compare the host of a call with that of the route. */
export const routeHostIdle: ClusterRule = {
  id: 'route-host-idle',
  severity: 'warning',
  summary: 'A VirtualService of the mesh for a host of the cluster that no Service has',
  breaks: 'No call has that host: routes, timeouts and retries do nothing, and calls go on as without them.',
  failing: CART + route('carts'),
  passing: CART + route('cart'),
  *judge(state) {
    for (const { resource, hosts, gateways } of routingsIn(state)) {
      if (!gateways.includes('mesh')) continue;
      for (const [index, host] of hosts.entries()) {
        const full = fullHost(host, resource.namespace);
        const isOfCluster = full.endsWith('.svc.cluster.local') || /^[^.]+\.[^.]+(?:\.svc)?$/.test(host);
        if (
          host.includes('*') ||
          !isOfCluster ||
          lookUp(state, full, resource.namespace).status !== 'missing'
        )
          continue;
        // With two parts it may be a domain of the world.
        const parts = host.split('.');
        if (parts.length === 2 && !state.namespaces.has(parts[1] ?? '')) continue;
        const hosts = knownHosts(state);
        const short = host.split('.')[0] ?? '';
        const meant = hosts.find((each) => each.startsWith(`${short}.`)) ?? nearestName(full, hosts);
        yield {
          resource,
          path: ['spec', 'hosts', index],
          message: `No Service has the host ${full}: no call of the mesh takes these routes.`,
          fix: meant === undefined ? 'Write the full host of a Service.' : `Write ${meant}.`,
        };
      }
    }
  },
};
