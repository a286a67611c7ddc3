import { expect, test } from 'vitest';
import { chaosMesh } from '../../../../platform/components/chaos-mesh/chaos-mesh.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { liveFleet } from '../../../live-fleet.ts';
import { at, every, one } from '../../../manifest-reader.ts';

const { fleet, contextOf, renderUnit } = frozenFleet;

const DEVELOPMENT = 'sre-portfolio-dev';

test('S2-20, S2-28: only development has something that breaks things', () => {
  const on = fleet.clusters.filter((cluster) => chaosMesh.on?.(cluster, fleet));
  expect(on.map(({ name }) => name)).toEqual([DEVELOPMENT]);
  const breaking = liveFleet.fleet.clusters.filter((cluster) => chaosMesh.on?.(cluster, liveFleet.fleet));
  for (const { name, environment } of breaking) expect(environment, name).not.toBe('production');
});

test('Chaos Mesh may touch the namespaces of products and no other', () => {
  const values = chaosMesh.values(contextOf(DEVELOPMENT));
  expect(values).toMatchObject({ controllerManager: { enableFilterNamespace: true } });
  const open = (cluster: string) =>
    every(renderUnit('namespaces', cluster), 'Namespace')
      .filter((namespace) => at(namespace, 'metadata.annotations["chaos-mesh.org/inject"]') === 'enabled')
      .map((namespace) => at(namespace, 'metadata.name'));
  expect(open(DEVELOPMENT)).toEqual(['app-development']);
  expect(open('sre-portfolio')).toEqual([]);
});

test('its namespace is privileged for the daemon, and says so', () => {
  const namespace = one(renderUnit('namespaces', DEVELOPMENT), 'Namespace', 'chaos-engineering');
  expect(at(namespace, 'metadata.labels["pod-security.kubernetes.io/enforce"]')).toBe('privileged');
  expect(at(namespace, 'metadata.annotations["fleet.example.com/pod-security-reason"]')).toContain(
    'chaos-daemon',
  );
});
