import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadFleet } from '../../clusters/index.ts';
import { implement } from '../command-line/command.ts';
import { fail } from '../command-line/tell.ts';
import { fleetUnits } from '../synth/units.ts';
import { checkPromotion, report } from './check.ts';
import { staleFiles } from './stale-files.ts';
import { promoteCheck } from './usage.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export const main = implement(promoteCheck, ({ options, arguments: { base } }) => {
  const fleet = loadFleet(join(ROOT, 'clusters'));
  const units = fleetUnits(fleet);
  const stale = () => staleFiles({ fleet, units, out: join(ROOT, 'dist') });
  const verdict = checkPromotion({ root: ROOT, base, fleet, units, stale });
  if (options.format === 'json') {
    process.stdout.write(`${JSON.stringify(verdict)}\n`);
    return verdict.mistakes.length > 0 ? 1 : 0;
  }
  if (verdict.mistakes.length > 0) fail(report(verdict));
  else process.stdout.write(`${report(verdict)}\n`);
  return undefined;
});
