import type { ClusterRule } from '../../rule.ts';
import { fullHost, isExported, lookUp } from '../../state/mesh-hosts.ts';
import { admits, gatewaysIn } from './gateways.ts';
import { routingsIn } from './routes.ts';
import { CART, GATEWAY } from './sample.ts';

const route = (rest: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [shop.example.com]
${rest}  http: [{ route: [{ destination: { host: cart } }] }]
`;

/** A gateway follows what is attached to it and exported to its namespace. */
export const routeNotSeen: ClusterRule = {
  id: 'route-not-seen',
  severity: 'error',
  summary:
    'A VirtualService that its gateway does not see, or that is for the host of a gateway and not attached to it',
  breaks: 'The gateway has no route for the host: each request gets 404.',
  pitfalls: ['X-7'],
  failing: `${CART}---\n${GATEWAY}${route('')}`,
  passing: `${CART}---\n${GATEWAY}${route('  gateways: [ingress/public]\n')}`,
  *judge(state) {
    const gateways = gatewaysIn(state);
    const attached = new Set(
      routingsIn(state).flatMap(({ gateways: names, hosts }) =>
        names.some((name) => name !== 'mesh') ? hosts : [],
      ),
    );
    for (const { resource, hosts, gateways: names, exportTo, isDelegate } of routingsIn(state)) {
      if (isDelegate) continue;
      for (const name of names) {
        const gateway = gateways.get(name);
        const blind = gateway?.workloads.find(
          ({ namespace }) => !isExported(exportTo, resource.namespace, namespace),
        );
        if (gateway === undefined || blind === undefined) continue;
        yield {
          resource,
          path: ['spec', 'exportTo'],
          message: `exportTo keeps the routes from the namespace ${blind.namespace}, in which the pods of the Gateway ${name} run: it has no route for ${hosts.join(', ')}.`,
          fix: `Add ${blind.namespace} to exportTo, or take exportTo out.`,
        };
      }
      if (names.some((name) => name !== 'mesh')) continue;
      for (const [index, host] of hosts.entries()) {
        if (
          attached.has(host) ||
          host.includes('*') ||
          lookUp(state, fullHost(host, resource.namespace), resource.namespace).status === 'known'
        )
          continue;
        const [serving] = [...gateways].filter(([, gateway]) =>
          gateway.servers.some(
            (server) =>
              !server.hosts.includes('*') &&
              !server.tlsMode.startsWith('AUTO') &&
              admits(gateway, server, host, resource.namespace),
          ),
        );
        if (serving === undefined) continue;
        yield {
          resource,
          path: ['spec', 'hosts', index],
          message: `The Gateway ${serving[0]} serves ${host}, and the VirtualService is not attached to it: spec.gateways does not name it.`,
          fix: `Write gateways: [${serving[0]}].`,
        };
      }
    }
  },
};
