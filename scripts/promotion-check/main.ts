import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ContractError, loadFleet } from '../../clusters/index.ts';
import { PromotionError } from '../promote/request.ts';
import { fail, isUsageError } from '../run-command.ts';
import { Failure } from '../synth/failure.ts';
import { fleetUnits } from '../synth/units.ts';
import { checkPromotion, report } from './check.ts';
import { staleFiles } from './stale-files.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const HELP = `npm run promote:check -- BASE

Proves that the commit changes builds in images.yaml, what follows from them in dist/, and nothing else, and tells whose
builds they are. Exit 1 where anything else changed since BASE, a commit or a branch such as origin/main.
`;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', default: false } },
  });
  const [base, ...more] = positionals;
  if (values.help) process.stdout.write(HELP);
  else if (base === undefined || more.length > 0) fail(`Name the one commit to compare with.\n\n${HELP}`);
  else {
    const fleet = loadFleet(join(ROOT, 'clusters'));
    const units = fleetUnits(fleet);
    const stale = () => staleFiles({ fleet, units, out: join(ROOT, 'dist') });
    const verdict = checkPromotion({ root: ROOT, base, fleet, units, stale });
    if (verdict.mistakes.length > 0) fail(report(verdict));
    else process.stdout.write(`${report(verdict)}\n`);
  }
} catch (error) {
  if (
    !isUsageError(error) &&
    !(error instanceof PromotionError || error instanceof ContractError || error instanceof Failure)
  )
    throw error;
  fail(error.message);
}
