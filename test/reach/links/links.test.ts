import { describe, expect, test } from 'vitest';
import { connectionsOf } from '../../../scripts/reach/connections.ts';
import { dotOf } from '../../../scripts/reach/dot.ts';
import { explain } from '../../../scripts/reach/explain.ts';
import { between } from '../../../scripts/reach/filter.ts';
import { linkedConnections } from '../../../scripts/reach/links/linked.ts';
import type { Written } from '../cluster-of.ts';
import { istio, peerAuthentication } from '../mesh/shop.ts';
import { CALLEE, CALLER, CART, type East, east, twoClusters, type West, west } from './two-clusters.ts';

const OPEN = { cluster: 'east', from: CALLER, to: CALLEE, ports: ['TCP/8080'], conditions: [] };

function rule(tls: object): readonly Written[] {
  return [istio('DestinationRule', 'shop/cart', { host: CART, trafficPolicy: { tls } })];
}

const SUBSET = istio('DestinationRule', 'shop/cart', {
  host: CART,
  subsets: [{ name: 'stable', labels: { track: 'stable' } }],
});
const named = (host: string, subset = '') => ({
  mode: 'ISTIO_MUTUAL',
  sni: `outbound_.80_.${subset}_.${host}`,
});
const SECRET: Written = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name: 'istio-remote-secret-east',
    namespace: 'istio-system',
    labels: { 'istio/multiCluster': 'true' },
  },
  data: { east: '' },
};

describe('what one cluster opens in another through the gateway between them', () => {
  test('stands under the cluster of the callee, and the caller begins with its own', () => {
    expect(linkedConnections(twoClusters())).toEqual([OPEN]);
    expect(connectionsOf(twoClusters())).toContainEqual(OPEN);
  });

  test.each<[string, Partial<West>, Partial<East>]>([
    ['another mesh', { global: { meshID: 'other' } }, {}],
    ['one network', { global: { network: 'east' } }, {}],
    ['a trust domain that the callee does not know', {}, { mesh: {} }],
    ['a trust domain that the caller does not know', { mesh: {} }, {}],
    ['no gateway of the network', { networks: {} }, {}],
    ['an endpoint in a third network', { endpoint: { ...west.endpoint, network: 'south' } }, {}],
    ['an endpoint without a proxy', { endpoint: { network: 'east' } }, {}],
    ['a host that the Sidecar leaves out', { sidecar: ['istio-system/*'] }, {}],
    ['no egress to the gateway', { egress: [{ to: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }] }, {}],
    ['egress to another port', { egress: [{ ...west.egress[0], ports: [{ port: 443 }] }] }, {}],
    ['a call in the clear', { more: rule({ mode: 'DISABLE' }) }, {}],
    ['a call with TLS of its own', { more: rule({ mode: 'SIMPLE' }) }, {}],
    ['a name that the gateway does not take', { more: rule(named('web.shop.svc.cluster.local')) }, {}],
    ['a subset that is not there', { more: rule(named(CART, 'stable')) }, {}],
    [
      'a gateway that reads what it should pass on',
      {},
      { server: { ...east.server, tls: { mode: 'SIMPLE' } } },
    ],
    ['a gateway for other hosts', {}, { server: { ...east.server, hosts: ['web.shop.svc.cluster.local'] } }],
    [
      'a gateway that nobody outside reaches',
      {},
      { gatewayIngress: [{ from: [{ podSelector: { matchLabels: { app: 'eastwest' } } }] }] },
    ],
    ['a callee that does not admit the gateway', {}, { cartIngress: [{ from: [{ podSelector: {} }] }] }],
    ['a callee that admits it to another port', {}, { cartIngress: [{ ports: [{ port: 9090 }] }] }],
    [
      'a callee that allows its namesake of its own cluster alone',
      {},
      {
        rules: [{ from: [{ source: { principals: ['*/ns/shop/sa/web'], notPrincipals: ['west.mesh/*'] } }] }],
      },
    ],
    ['a callee without mTLS', {}, { more: [peerAuthentication('shop', { mtls: { mode: 'DISABLE' } })] }],
  ])('%s closes it', (_, ours, theirs) => {
    const clusters = twoClusters(ours, theirs);
    expect(linkedConnections(clusters)).toEqual([]);
    const [found] = explain(clusters, [CALLER, CALLEE, '8080']);
    expect(found?.open).toBe(false);
    expect(found?.reasons.some(({ passes, change }) => !passes && change !== undefined)).toBe(true);
  });

  test.each<[string, Partial<West>, Partial<East>]>([
    [
      'an address that is a name, and may be any',
      { networks: { east: { gateways: [{ address: 'gateway.example.com', port: 15443 }] } } },
      {},
    ],
    ['mTLS that is asked for', { endpoint: { network: 'east' }, more: rule({ mode: 'ISTIO_MUTUAL' }) }, {}],
    ['another name over there', { more: rule(named(CART, 'stable')) }, { more: [SUBSET] }],
    ['a wildcard at the gateway', {}, { server: { ...east.server, hosts: ['*.local'] } }],
    ['STRICT', {}, { more: [peerAuthentication('istio-system', { mtls: { mode: 'STRICT' } })] }],
    [
      'an alias of the trust domain',
      {},
      { rules: [{ from: [{ source: { principals: ['east.mesh/ns/shop/sa/web'] } }] }] },
    ],
    [
      'Services that istiod reads over there',
      { endpoint: { network: 'south' }, sidecar: ['shop/*'], more: [SECRET] },
      {},
    ],
  ])('%s keeps it open', (_, ours, theirs) => {
    const clusters = twoClusters(ours, theirs);
    expect(linkedConnections(clusters).filter(({ from }) => from === CALLER)).toEqual([OPEN]);
    expect(explain(clusters, [CALLER, CALLEE, '8080'])).toMatchObject([{ cluster: 'east', open: true }]);
    expect(explain(clusters, [CALLER, `east/${CALLEE}`, 'TCP/8080'])).toMatchObject([{ open: true }]);
  });

  test('only requests of a method are a condition', () => {
    const rules = [{ ...east.rules[0], to: [{ operation: { methods: ['GET'] } }] }];
    expect(linkedConnections(twoClusters({}, { rules }))).toEqual([{ ...OPEN, conditions: ['method GET'] }]);
  });
});

test('a filter finds a caller of another cluster by its name there, and the picture draws it once', () => {
  const all = connectionsOf(twoClusters());
  expect(between(all, 'shop/Deployment/web', CALLEE)).toContainEqual(OPEN);
  expect(between(all, 'west/*', undefined)).toEqual([OPEN]);
  expect(dotOf(all)).toContain('"west shop/Deployment/web" -> "east shop/Deployment/cart"');
});
