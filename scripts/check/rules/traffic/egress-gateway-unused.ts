import type { ClusterRule } from '../../rule.ts';
import { memberOf } from '../../state/mesh-members.ts';
import { gatewaysIn } from './gateways.ts';
import { routingsIn } from './routes.ts';
import { GATEWAY } from './sample.ts';

const EGRESS = GATEWAY.replaceAll('name: gateway', 'name: egressgateway').replace(
  'protocol: HTTPS }\n      hosts: [shop/shop.example.com]\n      tls: { mode: SIMPLE, credentialName: shop-tls }',
  'protocol: TLS }\n      hosts: [push.example.com]\n      tls: { mode: PASSTHROUGH }',
);
const route = `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: push, namespace: ingress }
spec:
  hosts: [push.example.com]
  gateways: [public]
  tls: [{ match: [{ sniHosts: [push.example.com] }], route: [{ destination: { host: push.example.com } }] }]
`;

/** Nothing leaves by a gateway of its own will. */
export const egressGatewayUnused: ClusterRule = {
  id: 'egress-gateway-unused',
  severity: 'info',
  summary: 'A gateway for what leaves the mesh that no Gateway and no route uses',
  breaks: 'Calls go out past it: it costs pods, and controls nothing.',
  pitfalls: ['X-63'],
  failing: EGRESS,
  passing: EGRESS + route,
  *judge(state) {
    // A tree of charts alone says nothing of what they are for.
    if (state.resources.every(({ group }) => group !== 'networking.istio.io')) return;
    const used = new Set(routingsIn(state).flatMap(({ gateways }) => gateways));
    for (const workload of state.workloads) {
      const isEgress = /egress/.test(
        `${workload.name} ${workload.labels.istio ?? ''} ${workload.labels.app ?? ''}`,
      );
      if (!isEgress || memberOf(state, workload) !== 'gateway') continue;
      const own = [...gatewaysIn(state)].filter(([, { workloads }]) => workloads.includes(workload));
      if (own.some(([name]) => used.has(name))) continue;
      yield {
        resource: workload.resource,
        path: [],
        message:
          own.length === 0
            ? 'No Gateway selects the pods of the egress gateway: nothing leaves the mesh by it.'
            : `No VirtualService is attached to ${own.map(([name]) => name).join(', ')}: nothing leaves the mesh by this gateway.`,
        fix: 'Route the hosts outside through it by a Gateway and VirtualServices, or take it out.',
      };
    }
  },
};
