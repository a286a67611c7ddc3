import { describe, expect, test } from 'vitest';
import { at, every, one } from '../../manifest-reader.ts';
import { contextOf, renderUnit } from '../../render-unit.ts';

const CLUSTERS = ['triptrip-production', 'triptrip-dr', 'triptrip-staging', 'triptrip-dev'] as const;
const NAMESPACES = [
  'triptrip-api',
  'triptrip-batch',
  'triptrip-cache',
  'triptrip-ml',
  'triptrip-web',
  'triptrip-workers',
];
/** The database is RDS, and has no namespace (S4-270). */
const EMPTY = ['triptrip-ml'];

const quotaOf = (cluster: string, namespace: string) =>
  every(renderUnit('namespaces', cluster), 'ResourceQuota').find(
    (object) => at(object, 'metadata.namespace') === namespace,
  );

describe.each(CLUSTERS)('the namespaces of TripTrip on %s', (cluster) => {
  test('S4-270, X-12: all of them are there, restricted, and in the mesh but for the cache', () => {
    const own = every(renderUnit('namespaces', cluster), 'Namespace').filter(
      (namespace) => at(namespace, 'metadata.labels["app.kubernetes.io/part-of"]') === 'triptrip',
    );
    expect(own.map((namespace) => at(namespace, 'metadata.name'))).toEqual(NAMESPACES);
    for (const namespace of own) {
      const name = at(namespace, 'metadata.name');
      expect(at(namespace, 'metadata.labels["pod-security.kubernetes.io/enforce"]')).toBe('restricted');
      expect(at(namespace, 'metadata.labels["istio.io/rev"]') !== undefined).toBe(name !== 'triptrip-cache');
    }
  });

  test('X-34: each has a quota, and those with workloads have room for pods', () => {
    for (const name of NAMESPACES) {
      const pods = Number(at(quotaOf(cluster, name), 'spec.hard.pods'));
      if (EMPTY.includes(name)) expect(pods).toBe(0);
      else expect(pods).toBeGreaterThan(0);
    }
  });

  test('S4-242: where no workload is declared no pod is admitted, and none costs anything', () => {
    for (const name of EMPTY) {
      expect(at(quotaOf(cluster, name), 'spec.hard')).toEqual({
        pods: 0,
        'requests.cpu': '0',
        'requests.memory': '0Gi',
        'limits.memory': '0Gi',
      });
    }
  });

  test('X-11: the project of TripTrip may put something into each of them', () => {
    const { cluster: own } = contextOf(cluster);
    const project = one(renderUnit('argocd', own.hub), 'AppProject', 'triptrip');
    const places = JSON.stringify(at(project, 'spec.destinations'));
    for (const namespace of NAMESPACES) {
      expect(places).toContain(JSON.stringify({ name: cluster, namespace }));
    }
  });
});

// 20 Jobs at once: 1 CPU and 50m, 2Gi and 64Mi, 4Gi and 256Mi, each with its proxy.
test('X-30, X-31: the quota of the batch holds all Jobs with their proxies', () => {
  expect(at(quotaOf('triptrip-production', 'triptrip-batch'), 'spec.hard')).toEqual({
    pods: 20,
    'requests.cpu': '21',
    'requests.memory': `${20 * (2048 + 64)}Mi`,
    'limits.memory': '85Gi',
  });
});

test('S4-188, X-25: no RuntimeClass, since no node could run it and no workload asks for it', () => {
  const units = contextOf('triptrip-production').units.filter(({ clusters }) =>
    clusters.includes('triptrip-production'),
  );
  const kinds = units.flatMap(({ name }) => renderUnit(name, 'triptrip-production').map(({ kind }) => kind));
  expect(kinds.length).toBeGreaterThan(100);
  expect(kinds).not.toContain('RuntimeClass');
});
