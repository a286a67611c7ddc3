import { expect, test } from 'vitest';
import { atRest } from '../../clusters/index.ts';
import { frozenFleet } from '../fleet/frozen-fleet.ts';
import { canaryOf, DIGEST } from '../render-product.ts';

const { clusterOf, fleet } = frozenFleet;

test('a requirement is not held against the build that is tried today', () => {
  const cluster = { ...clusterOf('prod-eu'), images: { 'user-service': canaryOf(10) } };
  const [rested] = atRest({ ...fleet, clusters: [cluster] }).clusters;
  expect(rested).toEqual({ ...cluster, images: { 'user-service': { version: '1.0.0', digest: DIGEST } } });
});
