import { describe, expect, it } from 'vitest';
import { productsOf } from '../../scripts/promotion-check/changed-builds.ts';
import { fleetUnits } from '../../scripts/synth/units.ts';
import { liveFleet } from '../live-fleet.ts';

const { clusterOf, fleet } = liveFleet;

const units = fleetUnits(fleet);

describe('whose image it is', () => {
  it.each([
    ['prod-japan', 'api-gateway', ['storefront']],
    ['prod-japan', 'user-service', ['streaming']],
    ['sre-portfolio', 'postgres', ['task-manager']],
    ['triptrip-production', 'redis', ['triptrip']],
    ['prod-japan', 'of-nobody', ['storefront', 'streaming']],
  ])('on %s of %s', (cluster, image, products) => {
    expect(productsOf(image, clusterOf(cluster), units)).toEqual(products);
  });

  it('every image of every cluster is somebody’s', () => {
    for (const cluster of fleet.clusters) {
      for (const image of Object.keys(cluster.images)) {
        expect(productsOf(image, cluster, units), `${image} on ${cluster.name}`).not.toEqual([]);
      }
    }
  });
});
