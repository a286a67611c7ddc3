import { expect, test } from 'vitest';
import { orderService } from '../../../apps/storefront/order-service.ts';
import { clustersOf, contextOf } from '../fleet-at-rest.ts';

test.each(clustersOf(orderService))('S3-09: what it keeps is in Aurora MySQL on %s', (cluster) => {
  const { databases } = contextOf(cluster).cluster.terraform;
  const called = (orderService.calls ?? []).flatMap(({ to, name }) => (to === 'database' ? [name] : []));
  expect(called.map((name) => databases[name]?.engine)).toEqual(['mysql']);
});
