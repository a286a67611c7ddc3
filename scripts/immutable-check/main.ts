import { fileURLToPath } from 'node:url';
import { implement } from '../command-line/command.ts';
import { fail } from '../command-line/tell.ts';
import { checkImmutable } from './check.ts';
import { immutableCheck } from './usage.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export const main = implement(immutableCheck, ({ options, arguments: { base } }) => {
  const refused = checkImmutable(ROOT, base);
  if (options.format === 'json') {
    process.stdout.write(`${JSON.stringify(refused)}\n`);
    return refused.length > 0 ? 1 : 0;
  }
  if (refused.length > 0)
    fail(['No cluster would take these changes:', ...refused.map((line) => `  ${line}`)].join('\n'));
  else process.stdout.write('Nothing changes that cannot be changed.\n');
  return undefined;
});
