import { fileURLToPath } from 'node:url';
import { loadFleet } from '../../clusters/index.ts';
import { implement } from '../command-line/command.ts';
import { fail } from '../command-line/tell.ts';
import { checkUpgrade } from './check.ts';
import { upgradeCheck } from './usage.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export const main = implement(upgradeCheck, ({ options, arguments: { base } }) => {
  const skipped = checkUpgrade(ROOT, base, loadFleet());
  if (options.format === 'json') {
    process.stdout.write(`${JSON.stringify(skipped)}\n`);
    return skipped.length > 0 ? 1 : 0;
  }
  if (skipped.length > 0)
    fail(
      ['Proxies would be cut off. Merge one step at a time:', ...skipped.map((line) => `  ${line}`)].join(
        '\n',
      ),
    );
  else process.stdout.write('No step of an upgrade of Istio is left out.\n');
  return undefined;
});
