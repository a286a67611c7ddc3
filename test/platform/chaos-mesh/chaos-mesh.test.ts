import { expect, test } from 'vitest';
import { chaosMesh } from '../../../platform/chaos-mesh/chaos-mesh.ts';
import { frozenFleet } from '../../fleet/frozen-fleet.ts';
import { at, every, one } from '../../manifest-reader.ts';

const { fleet, contextOf, renderUnit } = frozenFleet;

const DEVELOPMENT = 'sre-portfolio-dev';

test('S2-20, S2-28: only development has something that breaks things', () => {
  const on = fleet.clusters.filter((cluster) => chaosMesh.on?.(cluster, fleet));
  expect(on.map(({ name }) => name)).toEqual([DEVELOPMENT]);
  expect(on.every(({ environment }) => environment === 'development')).toBe(true);
});

test('S1-43: three experiments, none of which begins by itself or leaves the application', () => {
  const experiments = every(renderUnit('task-manager-chaos', DEVELOPMENT), 'Schedule');
  expect(experiments.map((experiment) => at(experiment, 'metadata.name'))).toEqual([
    'api-pod-kill',
    'api-network-delay',
    'zone-pod-kill',
  ]);
  for (const experiment of experiments) {
    expect(at(experiment, 'metadata.annotations["experiment.chaos-mesh.org/pause"]')).toBe('true');
    const kind = at(experiment, 'spec.type') === 'PodChaos' ? 'podChaos' : 'networkChaos';
    expect(at(experiment, `spec.${kind}.selector.namespaces`)).toEqual(['app-development']);
  }
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
