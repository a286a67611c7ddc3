import { command } from '../command-line/command.ts';
import { argument, format } from '../command-line/option.ts';

export const upgradeCheck = command({
  name: 'upgrade:check',
  group: 'Gates',
  summary: 'refuses a change that takes several steps of an upgrade of Istio at once',
  details:
    'Holds the contract against dist/ of the commit where the branch began. Synth holds it against dist/ as it is, and so sees one step at a time. Exit code 1 if a step is left out.',
  options: { format: format() },
  arguments: { base: argument('a commit or a branch to compare with, such as origin/main') },
  examples: [['origin/main', 'what a pull request has to pass']],
  work: { main: 'scripts/upgrade-check/main.ts' },
});
