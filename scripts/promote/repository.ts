import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fleetUnits } from '../synth/units.ts';
import type { Surroundings } from './carry-out.ts';
import { committedBuilds } from './history.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** This repository, as it stands on the disk, and its history. */
export const repository: Surroundings = {
  directory: join(ROOT, 'clusters'),
  history: (cluster, image) => committedBuilds(ROOT, cluster, image),
  units: fleetUnits,
};
