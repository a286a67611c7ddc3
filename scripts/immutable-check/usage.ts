import { command } from '../command-line/command.ts';
import { argument, format } from '../command-line/option.ts';

export const immutableCheck = command({
  name: 'immutable:check',
  group: 'Gates',
  summary: 'refuses a change of dist/ that the API server would refuse, as the field cannot be changed',
  details:
    'Compares each object of the last commit with what it was. Says which field, and what to do instead. Exit code 1 if there is one.',
  options: { format: format() },
  arguments: { base: argument('a commit or a branch to compare with, such as origin/main') },
  examples: [['origin/main', 'what a pull request has to pass']],
  work: { main: 'scripts/immutable-check/main.ts' },
});
