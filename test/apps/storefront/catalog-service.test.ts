import { expect, test } from 'vitest';
import { catalogService } from '../../../apps/storefront/catalog-service.ts';
import { clustersOf, contextOf } from '../fleet-at-rest.ts';

test.each(clustersOf(catalogService))('S3-09: what it keeps is in Aurora MySQL on %s', (cluster) => {
  const { databases } = contextOf(cluster).cluster.terraform;
  const called = (catalogService.calls ?? []).flatMap(({ to, name }) => (to === 'database' ? [name] : []));
  expect(called.map((name) => databases[name]?.engine)).toEqual(['mysql']);
});
