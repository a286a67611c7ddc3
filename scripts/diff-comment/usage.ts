import { command } from '../command-line/command.ts';
import { argument } from '../command-line/option.ts';

export const diffComment = command({
  name: 'diff:comment',
  group: 'Gates',
  summary: 'writes what diff has found into one comment of the pull request, and into the same one each time',
  details:
    'For a workflow that runs when another one has ended (workflow_run): which pull request it is, is asked of GitHub by the commit that was judged, since what a fork hands over may say anything. Needs the GitHub CLI (gh) with a token that may write comments. Does nothing where the pull request is closed, or has a newer commit.',
  options: {},
  arguments: {
    report: argument('the folder that diff --out has written', { path: true }),
  },
  examples: [['report', 'after the artifact of the other workflow was fetched']],
  work: { main: 'scripts/diff-comment/main.ts' },
});
