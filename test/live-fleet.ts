import { loadFleet } from '../clusters/index.ts';
import { fleetUnits } from '../scripts/synth/units.ts';
import { renderedFleet } from './rendered-fleet.ts';

const fleet = loadFleet();

/**
 * The repository's own fleet as it is today, builds on trial included. Only what holds for any fleet is tested on it:
 * a promotion, another size or a cluster more turns no such test red. All else stands on the fleet of `test/fleet/`.
 */
export const liveFleet = renderedFleet(fleet, fleetUnits(fleet));
