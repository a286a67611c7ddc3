import type { ClusterRule } from '../../rule.ts';
import { lookUp } from '../../state/mesh-hosts.ts';
import { textAt } from '../../state/read.ts';
import { saidProtocol } from '../../state/service-ports.ts';
import { destinationRulesIn, policiesOf } from './destination-rules.ts';
import { CART } from './sample.ts';

const rule = `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cart, namespace: shop }
spec: { host: cart, trafficPolicy: { connectionPool: { http: { h2UpgradePolicy: UPGRADE } } } }
`;

/** Without a protocol at the port, the callee's proxy hands on what the caller's speaks. */
export const http2Upgrade: ClusterRule = {
  id: 'http2-upgrade',
  severity: 'warning',
  summary: 'An upgrade to HTTP/2 for a host whose port does not say its protocol',
  breaks: 'A program that speaks HTTP/1.1 only gets HTTP/2 from its proxy, and closes the connection.',
  pitfalls: ['X-67'],
  failing: CART.replace('name: http, port: 80', 'name: web, port: 80') + rule,
  passing: CART + rule,
  *judge(state) {
    for (const each of destinationRulesIn(state)) {
      if (each.host.includes('*')) continue;
      for (const { policy, path } of policiesOf(each)) {
        if (textAt(policy, 'connectionPool', 'http', 'h2UpgradePolicy') !== 'UPGRADE') continue;
        const { hosts } = lookUp(state, each.host, each.resource.namespace);
        const silent = hosts
          .flatMap(({ service }) => service?.ports ?? [])
          .find((port) => port.protocol === 'TCP' && saidProtocol(port) === undefined);
        if (silent === undefined) continue;
        yield {
          resource: each.resource,
          path: [...path, 'connectionPool', 'http', 'h2UpgradePolicy'],
          message: `Port ${silent.number} of ${each.host} says no protocol, so its proxy hands the HTTP/2 of the caller on to the program.`,
          fix: 'Name the port of the Service http, or write appProtocol: http; or take h2UpgradePolicy out.',
        };
      }
    }
  },
};
