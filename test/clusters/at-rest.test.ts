import { expect, test } from 'vitest';
import { atRest } from '../../clusters/index.ts';
import { canaryOf, clusterOf, DIGEST, fleet } from '../render-product.ts';

test('a requirement is not held against the build that is tried today', () => {
  const cluster = { ...clusterOf('prod-eu'), images: { 'user-service': canaryOf(10) } };
  const [rested] = atRest({ ...fleet, clusters: [cluster] }).clusters;
  expect(rested).toEqual({ ...cluster, images: { 'user-service': { version: '1.0.0', digest: DIGEST } } });
});
