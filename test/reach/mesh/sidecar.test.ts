import { describe, expect, test } from 'vitest';
import { Reach } from '../../../scripts/reach/reach.ts';
import { clusterOf, type Written } from '../cluster-of.ts';
import { istio, service, shop } from './shop.ts';

describe('Sidecar', () => {
  const only = (...hosts: readonly string[]) =>
    istio('Sidecar', 'clients/default', {
      egress: [{ hosts }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    });
  const reaches = (...objects: readonly Written[]) =>
    new Reach(clusterOf([...shop, ...objects]))
      .connections()
      .filter((each) => each.from === 'clients/Deployment/client')
      .map(({ to, ports, conditions }) => [to, ...ports, ...conditions].join(' '));

  test('REGISTRY_ONLY lets out what it imports, by the ports of Services', () => {
    const services = [service('shop/web'), service('shop/cart')];
    expect(reaches(...services, only('shop/web.shop.svc.cluster.local'))).toEqual([
      'shop/Deployment/web TCP/8080',
    ]);
    expect(reaches(...services, only('shop/*'))).toHaveLength(2);
    expect(reaches(...services, only('~/*'))).toEqual([]);
    expect(reaches(only('*/*'))).toEqual([]);
  });

  test('what is exported to its own namespace is known there alone', () => {
    const hidden = service('shop/web', undefined, { annotations: { 'networking.istio.io/exportTo': '.' } });
    expect(reaches(hidden, only('*/*'))).toEqual([]);
  });

  test('a ServiceEntry opens its port outside, for its host', () => {
    const entry = istio('ServiceEntry', 'clients/api', {
      hosts: ['api.example.com'],
      ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      resolution: 'DNS',
    });
    expect(reaches(entry, only('./*'))).toEqual(['world TCP/443 host api.example.com']);
  });
});
