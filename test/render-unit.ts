import { liveFleet } from './live-fleet.ts';

/** Of the repository's own fleet: for tests of what stands in `apps/`. */
export const { contextOf, renderUnit } = liveFleet;
