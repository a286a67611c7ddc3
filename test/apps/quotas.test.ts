import { describe, expect, test } from 'vitest';
import { apps } from '../../apps/index.ts';
import { clustersOf } from './fleet-at-rest.ts';
import { admittedIn, neededIn } from './quota.ts';

const places = clustersOf(apps).flatMap((cluster) =>
  apps
    .filter((unit) => unit.clusters.includes(cluster))
    .flatMap(({ namespaces = [] }) => namespaces)
    .map(({ name: namespace }) => ({ cluster, namespace })),
);

describe('X-31, X-32, X-34, X-74, S4-240: autoscalers and updates never meet the quota, and nobody gets more', () => {
  test.each(places)('$namespace on $cluster holds all pods at their largest', ({ cluster, namespace }) => {
    expect(admittedIn(namespace, cluster)).toEqual(neededIn(namespace, cluster));
  });

  test('most of them have pods, so that the numbers are none of nothing', () => {
    const used = places.filter(({ cluster, namespace }) => neededIn(namespace, cluster).pods > 0);
    expect(used.length).toBeGreaterThan(0);
  });
});
