import { describe, expect, test } from 'vitest';
import { at, listAt, one } from '../manifest-reader.ts';
import {
  COMMON_ROOT,
  EVERY_POD_SENDS_TO,
  EVERY_PROXY_KNOWS,
  openings,
} from '../platform/constructs/network-openings.ts';
import { calledBy, callersOf, podsOf, sentBy, servicesOf, wholeOf, workloadsOf } from './declared.ts';
import { contextOf, renderUnit } from './fleet-at-rest.ts';

const workloads = workloadsOf();
const services = servicesOf();

test('there are workloads with calls and without, and some that are called', () => {
  expect(workloads.some(({ declaration }) => (declaration.calls ?? []).length === 0)).toBe(true);
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
