import { implement } from '../command-line/command.ts';
import { addToSummary, asBlock, setVariable } from '../pipeline/hand-on.ts';
import { run } from '../programs/run.ts';
import { planned } from './plan.ts';
import { terraformPlan } from './usage.ts';

export const main = implement(
  terraformPlan,
  async ({ options: { directory, 'with-lock': lock } }, { folder }) => {
    await planned({ folder: directory ?? folder, lock, start: run }, async ({ text, sha256, changes }) => {
      process.stdout.write(text);
      addToSummary(asBlock(text, 'text'));
      setVariable('changes', String(changes));
      setVariable('sha256', sha256);
    });
  },
);
