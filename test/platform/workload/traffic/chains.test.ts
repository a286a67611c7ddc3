import { describe, expect, test } from 'vitest';
import { istiodUnit } from '../../../../platform/components/istio/address.ts';
import { LOAD_BALANCER_IDLE_SECONDS } from '../../../../platform/kit/load-balancer/application-load-balancer.ts';
import { controlPlanesOf } from '../../../../platform/kit/proxy-revision.ts';
import { liveFleet } from '../../../live-fleet.ts';
import { at } from '../../../manifest-reader.ts';
import { callsOf, chainsFrom, meshedServices, repeatsBegun, routesOn, type Tried } from './chains.ts';

const clusters = liveFleet.fleet.clusters.filter(({ mesh }) => mesh !== undefined).map(({ name }) => name);
const routes = new Map(clusters.map((cluster) => [cluster, routesOn(liveFleet, cluster)]));
const servicesOf = (cluster: string) =>
  meshedServices(liveFleet, cluster).map(({ declaration: { name }, namespace }) => ({
    cluster,
    name,
    namespace,
  }));
const triedBy = (cluster: string, name: string): readonly Tried[] => routes.get(cluster)?.get(name) ?? [];

test('there are chains of several calls, and calls to other regions', () => {
  const chains = clusters.flatMap((cluster) =>
    servicesOf(cluster).flatMap((service) => chainsFrom(liveFleet, service)),
  );
  expect(chains.some((chain) => chain.length > 0)).toBe(true);
});

describe.each(clusters)('every chain of calls on %s', (cluster) => {
  const services = servicesOf(cluster);

  test('has routes of our own at each call, in this region and to others: Istio would wait for ever', () => {
    for (const service of services) {
      for (const { routes: name } of callsOf(liveFleet, service)) {
        expect(triedBy(cluster, name), `${service.name} calls by ${name}`).not.toEqual([]);
      }
    }
  });

  test('ends inside first: what is called has answered or failed while its caller still waits', () => {
    for (const { name, namespace, ...rest } of services) {
      const own = [
        ...triedBy(cluster, `${namespace}/${name}`),
        ...triedBy(cluster, `${namespace}/${name}-public`),
      ];
      const patience = Math.min(...own.map(({ attempt = Number.NaN }) => attempt));
      for (const edge of callsOf(liveFleet, { ...rest, name })) {
        for (const { where, timeout = Number.POSITIVE_INFINITY } of triedBy(cluster, edge.routes)) {
          expect(timeout, `${where}, called by ${name}`).toBeLessThanOrEqual(patience);
        }
      }
    }
  });

  test('repeats what may have begun at one level only: three at each of three would be 27 requests', () => {
    for (const service of services) {
      const doors = [
        triedBy(cluster, `${service.namespace}/${service.name}`),
        triedBy(cluster, `${service.namespace}/${service.name}-public`),
      ].filter((door) => door.length > 0);
      for (const door of doors) {
        for (const chain of chainsFrom(liveFleet, service)) {
          let from = cluster;
          const levels = [door];
          for (const edge of chain) {
            levels.push(triedBy(from, edge.routes));
            from = edge.to.cluster;
          }
          const repeating = levels.filter((level) => level.some(({ repeats }) => repeats));
          expect(
            repeating.length,
            [service.name, ...chain.map(({ to }) => `${to.cluster}/${to.name}`)].join(' → '),
          ).toBeLessThanOrEqual(1);
        }
      }
    }
  });
});

describe.each(clusters)('every route on %s, of the platform as well', (cluster) => {
  const all = [...(routes.get(cluster)?.values() ?? [])].flat();

  test('has an end, which the load balancer waits for, and says what it tries again', () => {
    for (const { where, timeout, attempts, public: isPublic } of all) {
      expect(timeout, where).toBeGreaterThan(0);
      if (isPublic) expect(timeout, where).toBeLessThanOrEqual(LOAD_BALANCER_IDLE_SECONDS);
      expect(attempts, where).toBeDefined();
    }
  });

  test('repeats what may have begun for requests that only read', () => {
    for (const { where, repeats, onlyReads } of all) expect(repeats && !onlyReads, where).toBe(false);
  });

  test('gives a request that is not tried again the whole time: a shorter attempt would end it', () => {
    for (const { where, repeats, timeout, attempt } of all) {
      if (!repeats) expect(attempt, where).toBe(timeout);
    }
  });

  test('all attempts fit, so that the last is not cut off (X-65)', () => {
    for (const { where, repeats, timeout = 0, attempt = 0, attempts = 0 } of all) {
      if (repeats) expect((attempts + 1) * attempt, where).toBeLessThanOrEqual(timeout);
    }
  });

  test('what has no routes, such as the parts of Temporal, repeats nothing that may have begun', () => {
    const revisions = controlPlanesOf(liveFleet.clusterOf(cluster));
    expect(revisions).not.toEqual([]);
    for (const revision of revisions) {
      const policy = at(
        liveFleet.valuesOf(istiodUnit(revision), cluster),
        'meshConfig.defaultHttpRetryPolicy',
      );
      expect(repeatsBegun(String(at(policy, 'retryOn'))), revision).toBe(false);
    }
  });
});
