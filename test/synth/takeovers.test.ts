import { expect, test } from 'vitest';
import type { Cluster, Fleet } from '../../clusters/index.ts';
import { product } from '../../platform/product/product.ts';
import type { ServiceDeclaration } from '../../platform/workload/declaration/workload.ts';
import { checkTakeovers } from '../../scripts/synth/takeovers.ts';
import { frozenFleet } from '../fleet/frozen-fleet.ts';
import { refusal } from '../platform/refusal.ts';
import { web } from '../platform/workload/declarations.ts';

const { clusterOf, fleet } = frozenFleet;

const HOME = clusterOf('prod-japan');
const TOKENS = HOME.customerTokens;

/** A fleet of two clusters, of which the second one takes over a host of the first. */
function fleetOf(host: string, customerTokens: Cluster['customerTokens'] = TOKENS): Fleet {
  const waiting: Cluster = {
    ...HOME,
    name: 'waiting',
    domain: 'waiting.example.com',
    customerTokens,
    takesOver: [{ cluster: HOME.name, domain: HOME.domain, hosts: [host] }],
  };
  return { ...fleet, clusters: [{ ...HOME, takesOver: [] }, waiting] };
}

/** What is wrong with names of the service, on both clusters unless it says otherwise. */
function mistake(service: Partial<ServiceDeclaration>, host: string, tokens?: Cluster['customerTokens']) {
  const workload = { ...web({ name: 'shop' }), exposes: { host: 'shop' }, ...service };
  const units = product({
    name: 'shop',
    clusters: [HOME.name, 'waiting'],
    namespaces: [{ name: 'shop', mesh: true }],
    workloads: [workload],
  });
  return refusal(() => checkTakeovers(units, fleetOf(host, tokens)));
}

test('a name whose service runs on both clusters may move', () => {
  expect(mistake({}, 'shop')).toBeUndefined();
});

test('a name that nobody has at home is a mistyped one', () => {
  expect(mistake({}, 'shp')).toBe(
    'clusters/waiting/cluster.yaml: takesOver: prod-japan: shp: no service of prod-japan is exposed at this host. It exposes shop.',
  );
});

test('a name whose service runs at home alone would lead to 404', () => {
  expect(mistake({ clusters: [HOME.name] }, 'shop')).toBe(
    'clusters/waiting/cluster.yaml: takesOver: prod-japan: shop: shop, which answers there, does not run on waiting. Run it there too, or take the host out: its users would get 404.',
  );
});

test('customers whose token another issuer has signed would be refused, every one of them', () => {
  const other = TOKENS && { ...TOKENS, issuer: 'https://login.waiting.example.com' };
  expect(mistake({ authentication: 'customers' }, 'shop')).toBeUndefined();
  expect(mistake({}, 'shop', other)).toBeUndefined();
  expect(mistake({ authentication: 'customers' }, 'shop', other)).toContain(
    'each token of prod-japan would be refused',
  );
});
