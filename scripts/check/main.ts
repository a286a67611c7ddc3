import { readTrees } from '../cluster-model/cluster.ts';
import { implement } from '../command-line/command.ts';
import { checkTrees } from './check.ts';
import { rules } from './rules.ts';
import { check } from './usage.ts';

export const main = implement(check, ({ options: { kubernetes }, arguments: { dirs } }) => {
  const found = checkTrees(readTrees(dirs.length === 0 ? ['dist'] : dirs), { rules, kubernetes });
  process.stdout.write(`${JSON.stringify({ findings: found.map(({ finding }) => finding) })}\n`);
  return found.some(({ finding: { severity } }) => severity !== 'info') ? 1 : 0;
});
