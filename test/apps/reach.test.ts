import { describe, expect, test } from 'vitest';
import type { Endpoint } from '../../platform/kit/network/endpoint.ts';
import { at, listAt, one } from '../manifest-reader.ts';
import {
  COMMON_ROOT,
  EVERY_POD_SENDS_TO,
  EVERY_PROXY_KNOWS,
  openings,
} from '../platform/network-openings.ts';
import {
  calledBy,
  callersOf,
  podsOf,
  scaledBy,
  sentBy,
  servicesOf,
  storesOn,
  wholeOf,
  workloadsOf,
} from './declared.ts';
import { clustersOf, contextOf, fleet, renderUnit } from './fleet-at-rest.ts';

const workloads = workloadsOf();
const services = servicesOf();

test('there are workloads with calls, and some that are called', () => {
  expect(workloads.some((placed) => calledBy(placed).length > 0)).toBe(true);
  expect(services.some(({ name, cluster }) => callersOf(name, cluster).length > 0)).toBe(true);
});

describe('a workload reaches what it declares, and nothing else', () => {
  test.each(workloads)('$name on $cluster', (placed) => {
    expect(sentBy(placed)).toEqual(calledBy(placed));
  });
});

describe('a service is reached by those that declare it, and by nobody else', () => {
  test.each(services)('$name on $cluster', (placed) => {
    const { name, namespace, cluster, declaration } = placed;
    const own = new Set([name, `${name}-smoke-test`]);
    const lines = openings(wholeOf(placed), 'ingress', podsOf(placed));
    const pods = lines.flatMap((line) => /^(\S+) app=(\S+) TCP (\d+)$/.exec(line)?.slice(1).join(' ') ?? []);
    const wanted = callersOf(name, cluster).map(
      (caller) => `${caller.namespace} ${caller.name} ${declaration.port}`,
    );
    const gateways = ['istio-ingressgateway', 'istio-eastwestgateway'];
    const others = pods.filter((line) => {
      const [, app = ''] = line.split(' ');
      return !own.has(app) && !gateways.includes(app);
    });
    expect(others.sort()).toEqual(wanted.sort());
    const fromGateway = pods.some((line) => line.includes(' istio-ingressgateway '));
    const meshed = contextOf(cluster).cluster.mesh !== undefined;
    expect(fromGateway, `${namespace}/${name} and the public`).toBe(
      meshed && declaration.exposes !== undefined,
    );
  });
});

describe('a proxy knows whom its workload calls, or the call would fail (X-62)', () => {
  const proxied = workloads.filter(
    ({ mesh, cluster, declaration }) =>
      mesh && contextOf(cluster).cluster.mesh !== undefined && declaration.kind !== 'job',
  );

  test.each(proxied)('$name on $cluster', ({ name, namespace, cluster, product, declaration }) => {
    const known = listAt(one(renderUnit(name, cluster), 'Sidecar', name), 'spec.egress[0].hosts').map(String);
    expect(known).toContain(EVERY_PROXY_KNOWS);
    for (const call of declaration.calls ?? []) {
      if (call.to === 'workload')
        expect(known.filter((host) => host.includes(`/${call.name}.`))).toHaveLength(1);
    }
    const registered = renderUnit(product, cluster)
      .concat(renderUnit(name, cluster))
      .filter((object) => object.kind === 'ServiceEntry' && at(object, 'metadata.namespace') === namespace)
      .flatMap((entry) => listAt(entry, 'spec.hosts').map((host) => `./${host}`));
    for (const host of known.filter((each) => each.startsWith('./'))) expect(registered).toContain(host);
  });
});

describe('X-17: a pod of a person has what every pod of the mesh has, and no more', () => {
  const meshed = workloads.filter(
    ({ mesh, cluster }) => mesh && contextOf(cluster).cluster.mesh !== undefined,
  );
  const places = [...new Map(meshed.map((placed) => [`${placed.namespace} on ${placed.cluster}`, placed]))];

  test('there are such namespaces', () => {
    expect(places.length).toBeGreaterThan(0);
  });

  test.each(places)('%s', (_, placed) => {
    const open = openings(wholeOf(placed), 'egress', { namespace: placed.namespace, labels: { job: 'any' } });
    // Where a private authority signs, proxies get their certificates from istio-csr.
    const signed = contextOf(placed.cluster).cluster.terraform.acmPcaArn !== undefined;
    expect(open).toEqual([...EVERY_POD_SENDS_TO, ...(signed ? [COMMON_ROOT] : [])].sort());
  });
});

describe('S4-147: KEDA reads the streams that workloads scale by, and reaches no other store', () => {
  const scaled = fleet.clusters.filter(({ name }) => clustersOf({ name: 'keda' }).includes(name));

  test.each(scaled)('on $name', ({ name: cluster }) => {
    const objects = ['namespaces', 'keda'].flatMap((unit) => renderUnit(unit, cluster));
    const open = openings(objects, 'egress', { namespace: 'keda', labels: { app: 'keda-operator' } });
    expect(open.length).toBeGreaterThan(0);
    const lineOf = ({ name, namespace, containerPort }: Endpoint) =>
      `${namespace} app=${name} TCP ${containerPort}`;
    const stores = storesOn(cluster);
    const read = stores.filter(({ name }) => scaledBy(name, cluster).length > 0);
    const reached = open.filter((line) => stores.map(lineOf).includes(line) || line.endsWith(' 6379'));
    expect(reached).toEqual(read.map(lineOf).sort());
  });
});
