import { expect, test } from 'vitest';
import { checkMovingNamespaces } from '../../scripts/synth/moving-namespaces.ts';
import { frozenFleet } from '../fleet/frozen-fleet.ts';

const { fleet, units } = frozenFleet;

/** The fleet with namespaces of one cluster on their way to another control plane. */
function withMoving(moving: { labelled: readonly string[]; restarted: readonly string[] }): typeof fleet {
  const clusters = fleet.clusters.map((cluster) =>
    cluster.name === 'prod-eu' && cluster.mesh !== undefined
      ? { ...cluster, mesh: { ...cluster.mesh, moving } }
      : cluster,
  );
  return { ...fleet, clusters };
}

test('a namespace that is misspelt would stay behind, and lose its control plane in the end', () => {
  expect(() => checkMovingNamespaces(units, withMoving({ labelled: ['prdo'], restarted: [] }))).toThrow(
    /^clusters\/prod-eu\/cluster\.yaml: mesh\.moving\.labelled: found prdo, expected one of the namespaces in the mesh: .*istio-system.* \(did you mean prod\?\)$/,
  );
});

test('so would one without proxies', () => {
  expect(() => checkMovingNamespaces(units, withMoving({ labelled: [], restarted: ['monitoring'] }))).toThrow(
    'clusters/prod-eu/cluster.yaml: mesh.moving.restarted: found monitoring, expected one of',
  );
});

test('those of the mesh may move', () => {
  expect(() =>
    checkMovingNamespaces(units, withMoving({ labelled: ['prod', 'istio-system'], restarted: ['prod'] })),
  ).not.toThrow();
});
