import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { fullHost, hostsIn, knownHosts, type Lookup, lookUp } from '../../state/mesh-hosts.ts';
import { type Destination, type Routing, routingsIn } from './routes.ts';
import { CART } from './sample.ts';

const route = (host: string, namespace = 'shop') => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: ${namespace} }
spec:
  hosts: [cart.shop.svc.cluster.local]
  http: [{ route: [{ destination: { host: ${host} } }] }]
`;

/** Proxies answer 503 for a destination that they do not know. */
export const routeDestinationMissing: ClusterRule = {
  id: 'route-destination-missing',
  severity: 'error',
  summary: 'A route to a host that is no Service and no ServiceEntry, or is not exported to it',
  breaks: 'Every request that takes the route gets 503 or 500; the VirtualService itself is accepted.',
  pitfalls: ['X-6'],
  failing: `${CART + route('cart', 'payment')}---\n{apiVersion: v1, kind: Namespace, metadata: {name: payment}}\n`,
  passing: CART + route('cart.shop.svc.cluster.local', 'payment'),
  *judge(state) {
    for (const routing of routingsIn(state)) {
      for (const { destinations } of routing.routes) {
        for (const destination of destinations) yield* judgeDestination(state, routing, destination);
      }
    }
  },
};

function* judgeDestination(
  state: ClusterState,
  { resource }: Routing,
  { host, path, isMirror }: Destination,
): Generator<Said> {
  const full = fullHost(host, resource.namespace);
  const found = lookUp(state, full, resource.namespace);
  if (found.status === 'known' || found.status === 'elsewhere') return;
  const what = isMirror ? 'The copies go' : 'The route goes';
  yield {
    resource,
    path: [...path, 'host'],
    message: `${what} to ${host}, ${reason(found, host, full)}.`,
    fix: fixOf(state, found, host, full),
  };
}

function reason({ status, hosts }: Lookup, host: string, full: string): string {
  if (status === 'hidden') {
    const [one] = hosts;
    return `which ${one?.resource.kind} ${one?.resource.namespace}/${one?.resource.name} does not export to this namespace`;
  }
  return host === full
    ? 'and no Service and no ServiceEntry has that host'
    : `which is ${full} in the namespace of the VirtualService, and there is no such Service`;
}

function fixOf(state: ClusterState, { status, hosts }: Lookup, host: string, full: string): string {
  if (status === 'hidden') {
    return `Let exportTo of ${hosts[0]?.resource.kind} ${hosts[0]?.resource.name} name this namespace.`;
  }
  const short = host.split('.')[0] ?? '';
  const same = [...hostsIn(state).exact.keys()].find((each) => each.startsWith(`${short}.`) && each !== full);
  const meant = same ?? nearestName(full, knownHosts(state));
  return meant === undefined
    ? 'Write the full host of a Service, as name.namespace.svc.cluster.local, or add a ServiceEntry for it.'
    : `Write ${meant}.`;
}
