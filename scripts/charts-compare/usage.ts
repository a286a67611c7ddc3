import { command } from '../command-line/command.ts';
import { argument } from '../command-line/option.ts';

export const chartsCompare = command({
  name: 'charts:compare',
  group: 'Gates',
  summary:
    'renders the Helm charts of another commit and of this one, each by its own program, and shows what differs',
  details:
    'Both sides are whole, since the program may have changed too: the other one is checked out beside this, with its own dependencies. What is fetched already is not fetched again. It judges nothing: exit code 1 only where a side cannot be rendered.',
  options: {},
  arguments: { base: argument('the other commit, such as HEAD^1 of a merge, or origin/main') },
  examples: [['origin/main', 'what a change of charts/pins.yaml or of values makes of the charts']],
  work: { main: 'scripts/charts-compare/main.ts' },
});
