import { Reach } from '../../../scripts/reach/reach.ts';
import { clusterOf, namespace, networkPolicy, type Written, workload } from '../cluster-of.ts';
import { authorization, IN_MESH, istio, service } from '../mesh/shop.ts';

export const CALLER = 'west/shop/Deployment/web';
export const CALLEE = 'shop/Deployment/cart';
export const CART = 'cart.shop.svc.cluster.local';

const map = (name: string, data: object): Written => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'istio-system' },
  data,
});

interface Said {
  readonly mesh?: object;
  readonly global?: object;
  readonly networks?: object;
}

function mesh(cluster: string, { mesh: config = {}, global = {}, networks }: Said): readonly Written[] {
  const values = { meshID: 'shop', network: cluster, multiCluster: { clusterName: cluster }, ...global };
  return [
    map('istio', {
      mesh: JSON.stringify({ trustDomain: `${cluster}.mesh`, ...config }),
      ...(networks && { meshNetworks: JSON.stringify({ networks }) }),
    }),
    map('istio-sidecar-injector', { values: JSON.stringify({ global: values }) }),
  ];
}

/** What the callers' cluster says. */
export interface West extends Said {
  readonly endpoint: object;
  readonly sidecar: readonly string[];
  readonly egress: readonly object[];
  readonly more: readonly Written[];
}

/** What the callee's cluster says. */
export interface East extends Said {
  readonly server: object;
  readonly gatewayIngress: readonly object[];
  readonly cartIngress: readonly object[];
  readonly rules: readonly object[];
  readonly more: readonly Written[];
}

/** Each part of what they say may be said in another way. */
export const west: West = {
  mesh: { trustDomainAliases: ['east.mesh'] },
  global: {},
  networks: { east: { gateways: [{ address: '203.0.113.7', port: 15443 }] } },
  endpoint: { network: 'east', labels: { 'security.istio.io/tlsMode': 'istio' } },
  sidecar: ['./*'],
  egress: [{ to: [{ ipBlock: { cidr: '203.0.113.0/24' } }] }],
  more: [],
};

export const east: East = {
  mesh: { trustDomainAliases: ['west.mesh'] },
  global: {},
  server: {
    hosts: [CART],
    port: { number: 15443, protocol: 'TLS', name: 'tls' },
    tls: { mode: 'AUTO_PASSTHROUGH' },
  },
  gatewayIngress: [{ from: [{ ipBlock: { cidr: '198.51.100.0/24' } }] }],
  cartIngress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 8080 }] }],
  rules: [{ from: [{ source: { principals: ['west.mesh/ns/shop/sa/web'] } }] }],
  more: [],
};

const isOf = (app: string) => ({ podSelector: { matchLabels: { app } } });

function westOf(said: West): Reach {
  const entry = {
    hosts: [CART],
    location: 'MESH_INTERNAL',
    resolution: 'STATIC',
    ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    endpoints: [said.endpoint],
  };
  const objects = [
    namespace('shop', IN_MESH),
    workload('shop/Deployment/web', { labels: { app: 'web' }, spec: { serviceAccountName: 'web' } }),
    workload('shop/Deployment/other', { labels: { app: 'other' }, spec: { serviceAccountName: 'other' } }),
    networkPolicy('shop/web', { ...isOf('web'), policyTypes: ['Egress'], egress: said.egress }),
    istio('ServiceEntry', 'shop/cart', entry),
    istio('Sidecar', 'shop/web', {
      workloadSelector: { labels: { app: 'web' } },
      egress: [{ hosts: said.sidecar }],
    }),
    ...mesh('west', said),
    ...said.more,
  ];
  return new Reach(clusterOf(objects, 'west'));
}

function eastOf(said: East): Reach {
  const gateway = workload('istio-system/Deployment/eastwest', {
    labels: { app: 'eastwest', 'sidecar.istio.io/inject': 'true' },
    annotations: { 'inject.istio.io/templates': 'gateway' },
  });
  const objects = [
    namespace('shop', IN_MESH),
    namespace('istio-system'),
    gateway,
    service('istio-system/eastwest', { port: 15443, targetPort: 15443 }),
    istio('Gateway', 'istio-system/cross', { selector: { app: 'eastwest' }, servers: [said.server] }),
    networkPolicy('istio-system/eastwest', { ...isOf('eastwest'), ingress: said.gatewayIngress }),
    workload('shop/Deployment/cart', {
      labels: { app: 'cart', track: 'stable' },
      ports: [{ containerPort: 8080 }],
      spec: { serviceAccountName: 'cart' },
    }),
    service('shop/cart'),
    networkPolicy('shop/cart', { ...isOf('cart'), ingress: said.cartIngress }),
    authorization('istio-system', 'nothing', {}),
    authorization('shop', 'cart', { rules: said.rules }),
    ...mesh('east', said),
    ...said.more,
  ];
  return new Reach(clusterOf(objects, 'east'));
}

/** Two clusters of one mesh, of which the web of the first may call the cart of the second. */
export function twoClusters(ours: Partial<West> = {}, theirs: Partial<East> = {}): readonly Reach[] {
  return [westOf({ ...west, ...ours }), eastOf({ ...east, ...theirs })];
}
