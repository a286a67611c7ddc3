import { describe, expect, test } from 'vitest';
import { Reach } from '../../../scripts/reach/reach.ts';
import { clusterOf, workload } from '../cluster-of.ts';
import { expectExplained } from '../explained.ts';
import { callersOfCart, istio, peerAuthentication, service, shop } from './shop.ts';

describe('Gateway', () => {
  const gateway = [
    workload('istio-system/Deployment/gateway', {
      labels: { app: 'gateway', 'sidecar.istio.io/inject': 'true' },
      annotations: { 'inject.istio.io/templates': 'gateway' },
      ports: [{ containerPort: 8443 }],
      spec: { serviceAccountName: 'gateway' },
    }),
    istio('Gateway', 'istio-system/public', {
      selector: { app: 'gateway' },
      servers: [
        { hosts: ['*'], port: { number: 8443, protocol: 'HTTPS', name: 'https' }, tls: { mode: 'SIMPLE' } },
      ],
    }),
    service('shop/web'),
    istio('VirtualService', 'shop/web', {
      hosts: ['shop.example.com'],
      gateways: ['istio-system/public'],
      http: [{ match: [{ uri: { prefix: '/shop' } }], route: [{ destination: { host: 'web' } }] }],
    }),
    peerAuthentication('istio-system', { mtls: { mode: 'STRICT' } }),
  ];

  test('opens what it has a route to, for the host and path of the route', () => {
    const reach = new Reach(clusterOf([...shop, ...gateway]));
    expectExplained(reach);
    const found = reach.connections();
    const own = found.filter(
      (each) => each.from === 'istio-system/Deployment/gateway' && each.to !== each.from,
    );
    expect(own.map(({ to, ports, conditions }) => [to, ...ports, ...conditions].join(' '))).toEqual([
      'shop/Deployment/web TCP/8080 host shop.example.com, path /shop*',
    ]);
    expect(found).toContainEqual(
      expect.objectContaining({ from: 'world', to: 'istio-system/Deployment/gateway', ports: ['TCP/8443'] }),
    );
  });
});

test('a VirtualService that leaves a path to another opens what that one routes to', () => {
  const gateway = workload('istio-system/Deployment/gateway', {
    labels: { app: 'gateway', 'sidecar.istio.io/inject': 'true' },
    annotations: { 'inject.istio.io/templates': 'gateway' },
  });
  const server = { hosts: ['*'], port: { number: 8443, protocol: 'HTTP', name: 'http' } };
  const route = [{ destination: { host: 'cart' } }];
  const objects = [
    gateway,
    istio('Gateway', 'istio-system/public', { selector: { app: 'gateway' }, servers: [server] }),
    service('shop/cart'),
    istio('VirtualService', 'clients/root', {
      hosts: ['shop.example.com'],
      gateways: ['istio-system/public'],
      http: [{ match: [{ uri: { prefix: '/cart' } }], delegate: { name: 'cart', namespace: 'shop' } }],
    }),
    istio('VirtualService', 'shop/cart', { http: [{ match: [{ method: { exact: 'GET' } }], route }] }),
  ];
  expect(callersOfCart(...objects)).toContain(
    'istio-system/Deployment/gateway TCP/8080 host shop.example.com, path /cart*, method GET',
  );
});
