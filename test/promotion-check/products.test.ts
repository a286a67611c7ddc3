import { describe, expect, it } from 'vitest';
import { productsOf } from '../../scripts/promotion-check/changed-builds.ts';
import { frozenFleet } from '../fleet/frozen-fleet.ts';
import { liveFleet } from '../live-fleet.ts';

describe('whose image it is', () => {
  it.each([
    ['prod-japan', 'order-service', ['storefront']],
    ['prod-japan', 'user-service', ['streaming']],
    ['sre-portfolio', 'postgres', ['task-manager']],
    ['triptrip-production', 'redis', ['triptrip']],
    ['prod-japan', 'of-nobody', ['storefront', 'streaming']],
  ])('on %s of %s', (cluster, image, products) => {
    expect(productsOf(image, frozenFleet.clusterOf(cluster), frozenFleet.units)).toEqual(products);
  });

  it('every image of every cluster is somebody’s', () => {
    const { fleet, units } = liveFleet;
    for (const cluster of fleet.clusters) {
      for (const image of Object.keys(cluster.images)) {
        expect(productsOf(image, cluster, units), `${image} on ${cluster.name}`).not.toEqual([]);
      }
    }
  });
});
