import { command } from '../command-line/command.ts';
import { flag, format, text, texts } from '../command-line/option.ts';
import { scenarios } from './scenarios/index.ts';

export const changesProve = command({
  name: 'changes:prove',
  group: 'Proofs with the real programs',
  summary: 'makes the usual changes in a copy, as the documents describe them, and runs all gates on each',
  details: `A new service, a canary, another scale, a cluster that is added or removed. Ends with exit code 1 if one of them is not green, or needs a file that the documents do not name.
${scenarios.map(({ name, purpose }) => `  ${name.padEnd(20)} ${purpose}`).join('\n')}`,
  options: {
    scenario: texts('NAME', 'only this one', {
      oneOf: scenarios.map(({ name }) => name),
      insteadOf: { only: 'npm takes --only for itself' },
    }),
    'in-batches': flag(
      'several in one copy, as a merge queue takes them, with the gates once for each batch; without those whose kind of change another one makes too',
    ),
    'charts-from': text(
      'DIR',
      'renew inventories too, with the charts in DIR: as npm run charts -- --from takes them',
      {
        path: true,
      },
    ),
    keep: flag('leaves the copies where they are, each with its last change in it'),
    format: format(),
  },
  arguments: {},
  work: { main: 'scripts/prove-changes/main.ts' },
});
