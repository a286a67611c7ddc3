import { command } from '../command-line/command.ts';
import { argument, flag, text } from '../command-line/option.ts';

export const issue = command({
  name: 'issue',
  group: 'Gates',
  summary: 'keeps one issue of GitHub with a report: opened, written anew, and closed when it is settled',
  details:
    'For a workflow that runs by the clock. Finds the open issue of this title that a workflow has made, by the GitHub CLI (gh) with a token that may write issues; writes nothing where it says the same already.',
  options: {
    plain: flag('the report is text and no Markdown: it stands in a block'),
    settled: flag('nothing is left to do: the issue is closed, if there is one', {
      variables: ['FLEET_SETTLED'],
    }),
    repository: text('OWNER/NAME', 'the repository of the issue', {
      variables: ['FLEET_REPOSITORY', 'GITHUB_REPOSITORY'],
    }),
    run: text('ADDRESS', 'the page of the run that has found it, for a link', {
      variables: ['FLEET_RUN', 'CI_JOB_URL'],
    }),
  },
  arguments: {
    title: argument('the title of the issue'),
    report: argument('the file with the report, in Markdown', { path: true }),
  },
  examples: [['Drift report.md', 'opens or renews the issue “Drift”']],
  work: { main: 'scripts/issue/main.ts' },
});
