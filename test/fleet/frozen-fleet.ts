import { fileURLToPath } from 'node:url';
import { loadFleet } from '../../clusters/index.ts';
import { platform } from '../../platform/index.ts';
import { renderedFleet } from '../rendered-fleet.ts';
import { storefront } from './products/storefront.ts';
import { streaming } from './products/streaming.ts';
import { taskManager } from './products/task-manager.ts';
import { triptrip } from './products/triptrip.ts';

/** The folder of its contract, for tests that change a copy. */
export const frozenClusters = fileURLToPath(new URL('clusters', import.meta.url));

const fleet = loadFleet(frozenClusters);

/**
 * The fleet that tests of the platform stand on: contracts that no daily change touches, and products with as much as
 * the platform has forms for. The names are those of real clusters and products, the rest is nobody's. What the real
 * ones become, a test of the platform does not see.
 */
export const frozenFleet = renderedFleet(fleet, [
  ...platform(fleet),
  ...storefront,
  ...streaming,
  ...taskManager,
  ...triptrip,
]);
