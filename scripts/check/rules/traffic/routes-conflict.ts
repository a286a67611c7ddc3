import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { fullHost } from '../../state/mesh-hosts.ts';
import { type Routing, routingsIn } from './routes.ts';
import { CART } from './sample.ts';

const route = (name: string, host: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: shop }
spec:
  hosts: [${host}]
  http: [{ route: [{ destination: { host: cart } }] }]
`;

/** A sidecar takes one VirtualService for a host, and does not say which. */
export const routesConflict: ClusterRule = {
  id: 'routes-conflict',
  severity: 'error',
  summary: 'Two VirtualServices for one host in the mesh, or with the same matches on one gateway',
  breaks: 'One of them is ignored, the younger one as a rule: its routes, timeouts and retries do nothing.',
  failing: CART + route('cart', 'cart') + route('cart-timeouts', 'cart.shop.svc.cluster.local'),
  passing: CART + route('cart', 'cart') + route('catalog', 'catalog.example.com'),
  *judge(state) {
    const byPlace = new Map<string, Routing[]>();
    for (const routing of routingsIn(state)) {
      for (const gateway of new Set(routing.gateways)) {
        for (const host of new Set(routing.hosts)) {
          const place = `${gateway} ${fullHost(host, routing.resource.namespace)}`;
          const others = byPlace.get(place);
          if (others === undefined) byPlace.set(place, [routing]);
          else others.push(routing);
        }
      }
    }
    for (const [place, routings] of byPlace) {
      if (routings.length > 1) yield* judgePlace(state, place, routings);
    }
  },
};

function* judgePlace(_: ClusterState, place: string, routings: readonly Routing[]): Generator<Said> {
  const [gateway = '', host = ''] = place.split(' ');
  for (const [index, routing] of routings.entries()) {
    const earlier = routings
      .slice(0, index)
      .find((other) => (gateway === 'mesh' ? meetsIn(other, routing) : sharesMatches(other, routing)));
    if (earlier === undefined) continue;
    const { resource } = routing;
    const { namespace, name } = earlier.resource;
    yield {
      resource,
      path: ['spec', 'hosts', Math.max(0, indexOf(routing, host))],
      severity: gateway === 'mesh' ? 'error' : 'warning',
      message:
        gateway === 'mesh'
          ? `VirtualService ${namespace}/${name} is for the host ${host} in the mesh too: a sidecar takes one of the two only.`
          : `VirtualService ${namespace}/${name} has a route for the same requests of ${host} at the gateway ${gateway}: which one is taken depends on their age.`,
      fix: 'Put the routes of both into one VirtualService.',
    };
  }
}

function indexOf({ hosts, resource }: Routing, host: string): number {
  return hosts.findIndex((each) => fullHost(each, resource.namespace) === host);
}

/** Whether some namespace sees both. */
function meetsIn(one: Routing, other: Routing): boolean {
  const [own, their] = [seers(one), seers(other)];
  if (own === undefined || their === undefined) return true;
  return own.some((namespace) => their.includes(namespace));
}

/** Undefined: all namespaces. */
function seers({ exportTo, resource }: Routing): readonly string[] | undefined {
  if (exportTo.length === 0 || exportTo.includes('*')) return undefined;
  return exportTo.map((each) => (each === '.' ? resource.namespace : each));
}

/** A gateway joins the routes of all; only the same match in two of them is one too many. */
function sharesMatches(one: Routing, other: Routing): boolean {
  const own = new Set(matchTexts(one));
  return matchTexts(other).some((text) => own.has(text));
}

function matchTexts({ routes }: Routing): readonly string[] {
  return routes.flatMap(({ form, matches }) => {
    const texts = matches.length === 0 ? [{}] : matches;
    return texts.map((match) => {
      const { name: _, ...rest } = match;
      return `${form} ${JSON.stringify(rest)}`;
    });
  });
}
