import { fileURLToPath } from 'node:url';
import { type Fleet, loadFleet } from '../../clusters/index.ts';
import { platform } from '../../platform/index.ts';
import { renderedFleet } from '../rendered-fleet.ts';
import { storefront } from './products/storefront.ts';
import { streaming } from './products/streaming.ts';
import { taskManager } from './products/task-manager.ts';
import { triptrip } from './products/triptrip.ts';

/** The folder of its contract, for tests that change a copy. */
export const frozenClusters = fileURLToPath(new URL('clusters', import.meta.url));

const frozen = loadFleet(frozenClusters);

/** Roles of components that came since: Terraform prints them for the real clusters, so these have them too. */
const roles = new Set(
  loadFleet().clusters.flatMap(({ terraform: { irsaRoleArns } }) => Object.keys(irsaRoleArns)),
);

const fleet: Fleet = {
  ...frozen,
  clusters: frozen.clusters.map((cluster) => {
    const { terraform, name } = cluster;
    const since = [...roles].map((role) => [
      role,
      `arn:aws:iam::${terraform.accountId}:role/${name}-${role}`,
    ]);
    const irsaRoleArns = { ...Object.fromEntries(since), ...terraform.irsaRoleArns };
    return { ...cluster, terraform: { ...terraform, irsaRoleArns } };
  }),
};

/**
 * The fleet that tests of the platform stand on: contracts that no daily change touches, roles of AWS aside, and
 * products with as much as the platform has forms for. The names are those of real clusters and products, the rest is
 * nobody's. What the real ones become, a test of the platform does not see.
 */
export const frozenFleet = renderedFleet(fleet, [
  ...platform(fleet),
  ...storefront,
  ...streaming,
  ...taskManager,
  ...triptrip,
]);
