import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { listAt, type Path } from '../../state/read.ts';
import { isSeen } from '../../state/service-ports.ts';
import { gatewaysIn } from './gateways.ts';
import { fullGateway, type Routing, routingsIn } from './routes.ts';
import { CART, GATEWAY } from './sample.ts';

const route = (gateway: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [shop.example.com]
  gateways: [${gateway}]
  http: [{ route: [{ destination: { host: cart } }] }]
`;

/** A route that is attached to nothing is no fault to Istio. */
export const routeGatewayMissing: ClusterRule = {
  id: 'route-gateway-missing',
  severity: 'error',
  summary: 'A VirtualService that names a Gateway which is not there',
  breaks: 'Nothing listens for its hosts: requests get 404, or no connection, and no object reports a fault.',
  pitfalls: ['X-7'],
  failing: `${CART}---\n${GATEWAY}${route('public')}`,
  passing: `${CART}---\n${GATEWAY}${route('ingress/public')}`,
  *judge(state) {
    for (const routing of routingsIn(state)) {
      const { resource } = routing;
      for (const [index, name] of listAt(resource.value, 'spec', 'gateways').entries()) {
        if (typeof name === 'string') yield* judgeName(state, resource, name, ['spec', 'gateways', index]);
      }
      yield* judgeMatches(routing);
    }
  },
};

function* judgeName(
  state: ClusterState,
  resource: Routing['resource'],
  name: string,
  path: Path,
): Generator<Said> {
  const full = fullGateway(name, resource.namespace);
  const gateways = gatewaysIn(state);
  const [namespace = '', own = ''] = full.split('/');
  if (full === 'mesh' || gateways.has(full) || !isSeen(state, namespace)) return;
  // Gateways of a namespace where the tree has other things only may still come from somewhere else.
  const same = [...gateways.keys()].find((each) => each.endsWith(`/${own}`));
  yield {
    resource,
    path,
    message: `There is no Gateway ${full}: the routes are attached to nothing.`,
    fix:
      same === undefined
        ? `Write the name of a Gateway as namespace/name${didYouMean(full, [...gateways.keys()])}.`
        : `Write ${same}: a name alone is one of the namespace ${resource.namespace}.`,
  };
}

/** A match for a gateway to which the whole is not attached is never true. */
function* judgeMatches({ resource, gateways, routes, isDelegate }: Routing): Generator<Said> {
  if (isDelegate) return;
  for (const { path, matches } of routes) {
    for (const [index, match] of matches.entries()) {
      for (const [at, name] of listAt(match, 'gateways').entries()) {
        if (typeof name !== 'string' || gateways.includes(fullGateway(name, resource.namespace))) continue;
        yield {
          resource,
          path: [...path, 'match', index, 'gateways', at],
          message: `The match is for the gateway ${name}, and spec.gateways does not name it: it is never true.`,
          fix: `Add ${name} to spec.gateways, or take one of ${gateways.join(', ')}.`,
        };
      }
    }
  }
}
