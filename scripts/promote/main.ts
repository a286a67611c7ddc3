import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { implement } from '../command-line/command.ts';
import { fleetUnits } from '../synth/units.ts';
import { committedBuilds } from './history.ts';
import { promote as carryOut } from './promote.ts';
import { changeOf } from './request.ts';
import { promote } from './usage.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export const main = implement(promote, ({ options, arguments: { cluster, image } }) => {
  const request = { cluster, image, change: changeOf(options) };
  const said = carryOut(request, {
    directory: join(ROOT, 'clusters'),
    history: (onCluster, ofImage) => committedBuilds(ROOT, onCluster, ofImage),
    units: fleetUnits,
  });
  process.stdout.write(`${said}\n`);
});
