import { describe, expect, test } from 'vitest';
import { triptrip } from '../../../apps/triptrip/triptrip.ts';
import { at, every, one } from '../../manifest-reader.ts';
import { workloadsOf } from '../declared.ts';
import { clustersOf, contextOf, productionOf, renderUnit } from '../fleet-at-rest.ts';

const CLUSTERS = clustersOf(triptrip);
const DECLARED = triptrip.flatMap(({ namespaces = [] }) => namespaces);
const NAMESPACES = DECLARED.map(({ name }) => name).sort();

/** Namespaces where something of the product may run on a cluster: the cache has pods of its own. */
const usedOn = (cluster: string) =>
  new Set([
    ...workloadsOf(triptrip).flatMap((placed) => (placed.cluster === cluster ? [placed.namespace] : [])),
    ...triptrip.flatMap((unit) =>
      (unit.reserves?.(contextOf(cluster)) ?? []).map(({ namespace }) => namespace),
    ),
  ]);

const quotaOf = (cluster: string, namespace: string) =>
  every(renderUnit('namespaces', cluster), 'ResourceQuota').find(
    (object) => at(object, 'metadata.namespace') === namespace,
  );

describe.each(CLUSTERS)('the namespaces of TripTrip on %s', (cluster) => {
  test('S4-270, X-12: all of them are there, restricted, and in the mesh where it is declared', () => {
    const own = every(renderUnit('namespaces', cluster), 'Namespace').filter(
      (namespace) => at(namespace, 'metadata.labels["app.kubernetes.io/part-of"]') === 'triptrip',
    );
    expect(own.map((namespace) => at(namespace, 'metadata.name'))).toEqual(NAMESPACES);
    for (const namespace of own) {
      const name = at(namespace, 'metadata.name');
      expect(at(namespace, 'metadata.labels["pod-security.kubernetes.io/enforce"]')).toBe('restricted');
      const { mesh } = DECLARED.find((declared) => declared.name === name) ?? {};
      expect(at(namespace, 'metadata.labels["istio.io/rev"]') !== undefined).toBe(mesh);
    }
  });

  test('X-34: each has a quota, and those with workloads have room for pods', () => {
    for (const name of NAMESPACES) {
      const pods = Number(at(quotaOf(cluster, name), 'spec.hard.pods'));
      expect(pods > 0, name).toBe(usedOn(cluster).has(name));
    }
  });

  test('S4-242: where no workload is declared no pod is admitted, and none costs anything', () => {
    for (const name of NAMESPACES.filter((each) => !usedOn(cluster).has(each))) {
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

test('S4-188, X-25: no RuntimeClass, since no node could run it and no workload asks for it', () => {
  const { name: production } = productionOf(triptrip);
  const units = contextOf(production).units.filter(({ clusters }) => clusters.includes(production));
  const kinds = units.flatMap(({ name }) => renderUnit(name, production).map(({ kind }) => kind));
  expect(kinds.length).toBeGreaterThan(100);
  expect(kinds).not.toContain('RuntimeClass');
});
