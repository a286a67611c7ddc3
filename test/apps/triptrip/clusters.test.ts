import { describe, expect, test } from 'vitest';
import { triptrip } from '../../../apps/triptrip/triptrip.ts';
import { clustersOf, contextOf, renderUnit } from '../fleet-at-rest.ts';

const CLUSTERS = clustersOf(triptrip);

describe.each(CLUSTERS)('X-97: the tree of %s', (cluster) => {
  test('names no other cluster, registry, region or path of secrets', () => {
    const own = contextOf(cluster).cluster.terraform;
    const units = triptrip.filter(({ clusters }) => clusters.includes(cluster)).map(({ name }) => name);
    const text = JSON.stringify(units.map((unit) => renderUnit(unit, cluster)));
    expect(text).toContain(own.region);
    for (const other of CLUSTERS.filter((name) => name !== cluster)) {
      const { terraform } = contextOf(other).cluster;
      expect(text).not.toContain(`"${other}`);
      expect(text).not.toContain(`${terraform.secretPathPrefix}/`);
      if (terraform.ecrRegistry !== own.ecrRegistry) expect(text).not.toContain(terraform.ecrRegistry);
      if (terraform.region !== own.region) expect(text).not.toContain(terraform.region);
    }
  });
});

/** What takes over when the region of the other fails (S4-49). */
const PRODUCTIVE = CLUSTERS.map((name) => contextOf(name).cluster).filter(
  ({ environment }) => environment === 'production',
);

describe.each(PRODUCTIVE)('S4-49, X-97: $name stands alone', (cluster) => {
  test('its Argo CD is its own', () => expect(cluster.hub).toBe(cluster.name));

  test('nothing of it stands in the region that it takes over from (S4-49, X-97)', () => {
    const text = JSON.stringify(cluster);
    for (const other of PRODUCTIVE.filter(({ name }) => name !== cluster.name)) {
      expect(other.terraform.region).not.toBe(cluster.terraform.region);
      expect(text).not.toContain(other.terraform.region);
      expect(text).not.toContain(`${other.terraform.secretPathPrefix}/`);
    }
  });
});
