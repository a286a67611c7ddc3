import type { ClusterRule, Said } from '../../rule.ts';
import { hostsMeet } from '../../state/mesh-hosts.ts';
import { admits, type GatewayState, gatewaysIn, hostParts, readsRequests } from './gateways.ts';
import { type Routing, routingsIn } from './routes.ts';
import { CART, GATEWAY } from './sample.ts';

const route = (host: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [${host}]
  gateways: [ingress/public]
  http: [{ route: [{ destination: { host: cart } }] }]
`;

/** What a Gateway does not list, its pods do not serve. */
export const routeHostNotAdmitted: ClusterRule = {
  id: 'route-host-not-admitted',
  severity: 'error',
  summary: 'A VirtualService for a host, or of a form, that no server of its Gateway takes',
  breaks: 'The gateway has no route for the host: each request gets 404, or the connection is closed.',
  pitfalls: ['X-7'],
  failing: `${CART}---\n${GATEWAY}${route('shop.example.org')}`,
  passing: `${CART}---\n${GATEWAY}${route('shop.example.com')}`,
  *judge(state) {
    const gateways = gatewaysIn(state);
    for (const routing of routingsIn(state)) {
      for (const name of new Set(routing.gateways)) {
        const gateway = gateways.get(name);
        if (gateway !== undefined && gateway.servers.length > 0) yield* judgeHosts(routing, gateway, name);
      }
    }
  },
};

function* judgeHosts(routing: Routing, gateway: GatewayState, name: string): Generator<Said> {
  const { resource, hosts } = routing;
  const { namespace } = resource;
  for (const [index, host] of hosts.entries()) {
    const servers = gateway.servers.filter((server) => admits(gateway, server, host, namespace));
    const path = ['spec', 'hosts', index];
    if (servers.length > 0) {
      // Of a host that is for sidecars too, the gateway may read other forms than they do.
      if (index === 0 && routing.gateways.length === 1) yield* judgeForm(routing, gateway, name);
      continue;
    }
    // A short name, or one of the cluster, is for the sidecars where those have the routes as well.
    if (routing.gateways.includes('mesh') && (!host.includes('.') || host.endsWith('.svc.cluster.local')))
      continue;
    const parts = gateway.servers.flatMap((server) =>
      server.hosts.map((each) => hostParts(each, gateway.resource.namespace)),
    );
    const other = parts.find((each) => hostsMeet(host, each.host));
    yield {
      resource,
      path,
      message:
        other === undefined
          ? `No server of the Gateway ${name} takes the host ${host}; it has ${texts(gateway)}.`
          : `The Gateway ${name} takes ${host} from routes of the namespace ${other.namespace} only, and this one is in ${namespace}.`,
      fix: `Add ${namespace}/${host} to the hosts of a server of the Gateway ${name}, or write one that it has.`,
    };
  }
}

/** The form of the routes has to be that of what the server reads. */
function* judgeForm(
  { resource, routes, hosts }: Routing,
  gateway: GatewayState,
  name: string,
): Generator<Said> {
  const servers = gateway.servers.filter(
    (server) =>
      hosts.some((host) => admits(gateway, server, host, resource.namespace)) &&
      server.tls.httpsRedirect !== true,
  );
  const takes = (form: 'http' | 'tls' | 'tcp') =>
    servers.some((server) => {
      if (form === 'http') return readsRequests(server);
      if (form === 'tls')
        return /^(?:TLS|HTTPS)$/.test(server.protocol) && server.tlsMode.endsWith('PASSTHROUGH');
      return /^(?:TCP|MONGO|MYSQL|REDIS)$/.test(server.protocol) || server.protocol === 'TLS';
    });
  for (const form of ['http', 'tls', 'tcp'] as const) {
    const [first] = routes.filter((route) => route.form === form);
    if (first === undefined || takes(form) || servers.some(({ protocol }) => protocol === '')) continue;
    const [server] = servers;
    if (server === undefined) continue;
    yield {
      resource,
      path: ['spec', form],
      message: `The Gateway ${name} has ${servers.map(({ protocol, tlsMode }) => `${protocol}${tlsMode === '' ? '' : ` (${tlsMode})`}`).join(', ')} for these hosts, which knows no ${form} routes.`,
      fix: readsRequests(server)
        ? 'Write the routes under spec.http.'
        : `Write the routes under ${server.tlsMode.endsWith('PASSTHROUGH') ? 'spec.tls, with a match of sniHosts' : 'spec.tcp'}, or let the Gateway end TLS with SIMPLE.`,
    };
  }
}

function texts({ servers }: GatewayState): string {
  return [...new Set(servers.flatMap(({ hosts }) => hosts))].join(', ');
}
