import { describe, expect, test } from 'vitest';
import { explain } from '../../../scripts/reach/explain.ts';
import { Reach } from '../../../scripts/reach/reach.ts';
import { clusterOf, networkPolicy, type Written } from '../cluster-of.ts';
import { expectExplained } from '../explained.ts';
import { peerAuthentication, service, shop } from './shop.ts';

describe('what the world reaches through an Ingress or a load balancer is explained as it is listed', () => {
  const admit = (cidr: string) =>
    networkPolicy('shop/cart', {
      podSelector: { matchLabels: { app: 'cart' } },
      ingress: [{ from: [{ ipBlock: { cidr } }] }],
    });
  const backend = { service: { name: 'cart', port: { number: 80 } } };
  const ingress: Written = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'public', namespace: 'shop' },
    spec: {
      rules: ['a', 'b'].map((name) => ({
        host: `${name}.example.com`,
        http: { paths: [{ path: '/', backend }] },
      })),
    },
  };
  const balancer: Written = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'balancer', namespace: 'shop' },
    spec: { type: 'LoadBalancer', selector: { app: 'cart' }, ports: [{ port: 443, targetPort: 8080 }] },
  };
  const nodePort: Written = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'nodes', namespace: 'shop' },
    spec: {
      type: 'NodePort',
      selector: { app: 'cart' },
      ports: [{ port: 80, targetPort: 8080, nodePort: 30_080 }],
    },
  };
  const IN_THE_CLEAR = peerAuthentication('shop', { mtls: { mode: 'STRICT' } });

  test.each([
    ['an Ingress', [service('shop/cart'), ingress, admit('10.0.0.0/24')], 2],
    ['a load balancer', [balancer, admit('10.0.0.0/24')], 1],
    ['ports of the nodes, whose way nobody knows', [nodePort, admit('10.0.0.0/24')], 0],
    ['both', [service('shop/cart'), ingress, balancer, admit('10.0.0.0/24')], 3],
    ['nothing that lets it in', [balancer, admit('10.0.0.0/24'), IN_THE_CLEAR], 0],
    ['an open door beside it', [balancer, admit('0.0.0.0/0')], 1],
  ])('%s', (_, objects, ways) => {
    const reach = new Reach(clusterOf([...shop, ...objects]));
    expectExplained(reach);
    const found = explain([reach], ['world', 'shop/Deployment/cart', '8080']);
    expect(found.filter(({ open }) => open)).toHaveLength(ways);
    expect(found.length).toBeGreaterThan(0);
  });
});
