import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { run, watch } from '../programs/run.ts';
import { applied } from './plan.ts';
import { terraformApply } from './usage.ts';

export const main = implement(terraformApply, async ({ options: { directory, approved } }, { folder }) => {
  if (approved === undefined) throw new Mistake('Name the plan that was approved: --approved SHA256.');
  await applied({ folder: directory ?? folder, lock: true, start: run, approved }, watch);
});
