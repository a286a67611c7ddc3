import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ContractError } from '../../clusters/index.ts';
import { Failure } from '../synth/failure.ts';
import { fleetUnits } from '../synth/units.ts';
import { committedBuilds } from './history.ts';
import { promote } from './promote.ts';
import { HELP, PromotionError, readRequest } from './request.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

try {
  const request = readRequest(process.argv.slice(2));
  const said =
    request === undefined
      ? HELP
      : promote(request, {
          directory: join(ROOT, 'clusters'),
          history: (cluster, image) => committedBuilds(ROOT, cluster, image),
          units: fleetUnits,
        });
  process.stdout.write(`${said.trimEnd()}\n`);
} catch (error) {
  if (!(error instanceof PromotionError || error instanceof ContractError || error instanceof Failure))
    throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
