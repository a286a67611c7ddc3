import { command } from '../command-line/command.ts';
import { argument, format } from '../command-line/option.ts';

export const promoteCheck = command({
  name: 'promote:check',
  group: 'Gates',
  summary: 'proves that a commit changes builds, what follows from them, and nothing else',
  details:
    'Says whose builds they are. Exit code 1 if anything but images.yaml, and what follows from it in dist/, has changed.',
  options: { format: format() },
  arguments: { base: argument('a commit or a branch to compare with, such as origin/main') },
  examples: [['origin/main', 'what a pull request of a promotion has to pass']],
  work: { main: 'scripts/promotion-check/main.ts' },
});
