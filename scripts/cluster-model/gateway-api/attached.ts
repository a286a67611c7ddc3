import type { Labels } from '../objects/fields.ts';
import { matches } from '../objects/selector.ts';
import type { ApiGateway, Listener } from './gateway.ts';
import type { Grants } from './grant.ts';
import type { ApiMatch, ApiRoute, Backend } from './route.ts';

/** A way from a listener of a Gateway to a Service. */
export interface Attached {
  readonly gateway: ApiGateway;
  readonly listener: Listener;
  readonly route: ApiRoute;
  /** Hosts for which it is; `*` for any. */
  readonly hosts: readonly string[];
  readonly matches: readonly ApiMatch[];
  readonly backend: Backend;
}

/** Which protocols of listeners a kind of route is for. */
const PROTOCOLS: Readonly<Record<ApiRoute['kind'], readonly string[]>> = {
  HTTPRoute: ['HTTP', 'HTTPS'],
  GRPCRoute: ['HTTP', 'HTTPS'],
  TLSRoute: ['TLS'],
  TCPRoute: ['TCP', 'TLS'],
  UDPRoute: ['UDP'],
};

/** The ways that routes open through Gateways: both sides have to agree, and the Service's namespace where it is another. */
export function attachedRoutes(
  gateways: readonly ApiGateway[],
  routes: readonly ApiRoute[],
  grants: Grants,
  namespaces: ReadonlyMap<string, Labels>,
): readonly Attached[] {
  return routes.flatMap((route) =>
    gateways.flatMap((gateway) =>
      gateway.listeners
        .filter((listener) => asks(route, gateway, listener) && admits(listener, gateway, route, namespaces))
        .flatMap((listener) => {
          const hosts = hostsOf(route, listener);
          if (hosts.length === 0) return [];
          return route.rules.flatMap(({ matches: own, backends }) =>
            backends
              .filter((backend) => grants.admits(route, backend))
              .map((backend) => ({ gateway, listener, route, hosts, matches: own, backend })),
          );
        }),
    ),
  );
}

function asks({ parents }: ApiRoute, { namespace, name }: ApiGateway, listener: Listener): boolean {
  return parents.some(
    (parent) =>
      parent.namespace === namespace &&
      parent.name === name &&
      (parent.section === undefined || parent.section === listener.name) &&
      (parent.port === undefined || parent.port === listener.port),
  );
}

function admits(
  { protocol, kinds, from }: Listener,
  gateway: ApiGateway,
  { kind, namespace }: ApiRoute,
  namespaces: ReadonlyMap<string, Labels>,
): boolean {
  if (!PROTOCOLS[kind].includes(protocol) || (kinds.length > 0 && !kinds.includes(kind))) return false;
  if (from === 'All') return true;
  if (from === 'Same') return namespace === gateway.namespace;
  return matches(from, namespaces.get(namespace) ?? { 'kubernetes.io/metadata.name': namespace });
}

/** The hosts that are both the route's and the listener's; a kind without hosts is for all. */
function hostsOf({ kind, hostnames }: ApiRoute, { hostname }: Listener): readonly string[] {
  if (kind === 'TCPRoute' || kind === 'UDPRoute') return ['*'];
  if (hostnames.length === 0) return [hostname ?? '*'];
  if (hostname === undefined) return hostnames;
  return hostnames.flatMap((each) => {
    if (isWithin(each, hostname)) return [each];
    return isWithin(hostname, each) ? [hostname] : [];
  });
}

function isWithin(inner: string, outer: string): boolean {
  if (inner === outer) return true;
  return outer.startsWith('*.') && inner.replace(/^\*/, '').endsWith(outer.slice(1));
}
