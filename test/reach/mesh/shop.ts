import { Reach } from '../../../scripts/reach/reach.ts';
import { clusterOf, namespace, type Written, workload } from '../cluster-of.ts';
import { expectExplained } from '../explained.ts';

export const IN_MESH = { 'istio-injection': 'enabled' };
export const HTTP = [{ containerPort: 8080, name: 'http' }];

/** A shop in the mesh, a client of its own in another namespace of it, and one outside. */
export const shop = [
  namespace('shop', IN_MESH),
  namespace('clients', IN_MESH),
  namespace('outside'),
  namespace('istio-system'),
  workload('shop/Deployment/web', {
    labels: { app: 'web' },
    ports: HTTP,
    spec: { serviceAccountName: 'web' },
  }),
  workload('shop/Deployment/cart', {
    labels: { app: 'cart' },
    ports: HTTP,
    spec: { serviceAccountName: 'cart' },
  }),
  workload('clients/Deployment/client', {
    labels: { app: 'client' },
    spec: { serviceAccountName: 'client' },
  }),
  workload('outside/Deployment/legacy', { labels: { app: 'legacy' } }),
];

export const authorization = (home: string, name: string, spec?: object): Written => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
  metadata: { name, namespace: home },
  ...(spec && { spec }),
});
export const peerAuthentication = (home: string, spec: object): Written => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'PeerAuthentication',
  metadata: { name: 'default', namespace: home },
  spec,
});
export const meshConfig = (mesh: string): Written => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'istio', namespace: 'istio-system' },
  data: { mesh },
});
export const service = (
  path: string,
  port: object = { port: 80, targetPort: 8080 },
  extra: object = {},
): Written => {
  const [home, name] = path.split('/');
  const spec = { selector: { app: name }, ports: [port] };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: home, ...extra }, spec };
};
export const istio = (kind: string, path: string, spec: object): Written => {
  const [home, name] = path.split('/');
  return { apiVersion: 'networking.istio.io/v1', kind, metadata: { name, namespace: home }, spec };
};

/** Who reaches the cart, and how: `peer ports [conditions]`. */
export function callersOfCart(...objects: readonly Written[]): readonly string[] {
  return callersOf('shop/Deployment/cart', ...objects);
}

export function callersOf(callee: string, ...objects: readonly Written[]): readonly string[] {
  const reach = new Reach(clusterOf([...shop, ...objects]));
  expectExplained(reach);
  return reach
    .connections()
    .filter(({ to }) => to === callee)
    .map(({ from, ports, conditions }) => [from, ...ports, ...conditions].join(' '));
}

export const EVERYBODY = [
  'clients/Deployment/client TCP/8080',
  'outside/Deployment/legacy TCP/8080',
  'shop/Deployment/cart TCP/8080',
  'shop/Deployment/web TCP/8080',
  'world TCP/8080',
];
export const MEMBERS = EVERYBODY.filter((line) => !/outside|world/.test(line));
export const from = (...principals: readonly string[]) => [{ from: [{ source: { principals } }] }];
