import { loadFleet } from '../../clusters/index.ts';
import { implement } from '../command-line/command.ts';
import { awsCli } from './aws.ts';
import { planReplay } from './plan.ts';
import { replay as carryOut } from './replay.ts';
import { replay } from './usage.ts';

export const main = implement(replay, ({ options, arguments: { cluster, queue } }) => {
  const plan = planReplay(loadFleet().clusters, cluster, queue, options.rate);
  process.stdout.write(`${carryOut(plan, { run: options.run, atMost: options['at-most'] }, awsCli)}\n`);
});
