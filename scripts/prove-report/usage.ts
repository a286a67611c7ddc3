import { command } from '../command-line/command.ts';
import { text } from '../command-line/option.ts';

export const reportProve = command({
  name: 'report:prove',
  group: 'Proofs with the real programs',
  summary:
    "the page of the fleet, and of one of 100 clusters, in a real browser: filters, keyboard, colours, print, axe's rules",
  details:
    'Needs Chrome or Chromium: the one that --chrome or the variable CHROME names, or the first that is installed. Pictures of each view in three sizes stay in the folder.',
  options: {
    chrome: text('PROGRAM', 'the browser', { path: true }),
    out: text('FOLDER', 'where the pictures go; default: .cache/report-pictures', { path: true }),
  },
  arguments: {},
  work: { main: 'scripts/prove-report/main.ts' },
});
