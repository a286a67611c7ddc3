import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { fullHost, type Host, lookUp } from '../../state/mesh-hosts.ts';
import { gatewaysIn } from './gateways.ts';
import { type Destination, type Route, type Routing, routingsIn } from './routes.ts';
import { CART } from './sample.ts';

const route = (port: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [cart]
  http: [{ route: [{ destination: { host: cart, port: { number: ${port} } } }] }]
`;

/** A destination has the port of its Service, not that of the pods. */
export const routePortMissing: ClusterRule = {
  id: 'route-port-missing',
  severity: 'error',
  summary:
    'A route to a port that its Service or ServiceEntry does not have, or to one of several without saying which',
  breaks: 'The proxy knows no such port of the host, and answers each request of the route with 503.',
  pitfalls: ['X-6'],
  failing: CART + route('8080'),
  passing: CART + route('80'),
  *judge(state) {
    for (const routing of routingsIn(state)) {
      for (const route of routing.routes) {
        for (const destination of route.destinations) yield* judgePort(state, routing, route, destination);
      }
    }
  },
};

function* judgePort(
  state: ClusterState,
  routing: Routing,
  route: Route,
  { host, port, path }: Destination,
): Generator<Said> {
  const { resource } = routing;
  const { status, hosts } = lookUp(state, fullHost(host, resource.namespace), resource.namespace);
  if (status !== 'known') return;
  const ports = [...new Set(hosts.flatMap((each) => each.ports.map(({ number }) => number)))];
  if (ports.length === 0 || hosts.some((each) => each.resource.isExtract && each.ports.length === 0)) return;
  if (port !== undefined && !ports.includes(port)) {
    yield {
      resource,
      path: [...path, 'port', 'number'],
      message: `${title(hosts)} has no port ${port}; it has ${ports.join(', ')}.`,
      fix: `Write ${meant(hosts, port) ?? ports[0]}: a destination has a port of the Service, not of its pods.`,
    };
  }
  if (port !== undefined || ports.length === 1) return;
  const called = calledAt(state, routing, route);
  if (called?.every((each) => ports.includes(each))) return;
  yield {
    resource,
    path,
    severity: called === undefined ? 'warning' : 'error',
    message: `${title(hosts)} has the ports ${ports.join(', ')}, and the route does not say which: requests go to the one that was called, and to none where it has no such port.`,
    fix: `Write port: { number: ${hosts[0]?.ports.find(({ name }) => /^https?$|^grpc/.test(name))?.number ?? ports[0]} }.`,
  };
}

/** The ports at which requests for a route come in; undefined where sidecars take them at any. */
function calledAt(
  state: ClusterState,
  { gateways }: Routing,
  { matches }: Route,
): readonly number[] | undefined {
  const named = matches.flatMap(({ port }) => (typeof port === 'number' ? [port] : []));
  if (named.length > 0 && named.length === matches.length) return named;
  if (gateways.includes('mesh')) return undefined;
  const known = gatewaysIn(state);
  const servers = gateways.flatMap((name) => known.get(name)?.servers ?? []);
  return servers.length === 0 ? undefined : servers.flatMap(({ port }) => port ?? []);
}

function title(hosts: readonly Host[]): string {
  return hosts.map(({ resource: { kind, namespace, name } }) => `${kind} ${namespace}/${name}`).join(' and ');
}

/** The port of a Service that leads to the port of pods that somebody wrote. */
function meant(hosts: readonly Host[], port: number): number | undefined {
  const ports = hosts.flatMap(({ service }) => service?.ports ?? []);
  return ports.find(({ target }) => target === port)?.number;
}
