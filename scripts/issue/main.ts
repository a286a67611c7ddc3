import { existsSync, readFileSync } from 'node:fs';
import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { askGitHub } from '../github/ask.ts';
import { blockOf, keepIssue } from './issue.ts';
import { issue } from './usage.ts';

export const main = implement(issue, async ({ options, arguments: { title, report } }) => {
  const { repository } = options;
  if (repository === undefined || !/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw new Mistake('Name the repository of the issue with --repository: it is owner/name.');
  }
  if (!existsSync(report)) throw new Mistake(`${report} is not there: write the report into it first.`);
  const run = options.run ?? runOfGitHub(process.env);
  const written = readFileSync(report, 'utf8');
  const text = options.plain ? blockOf(written) : written;
  console.log(
    await keepIssue(`repos/${repository}`, { title, text, run, settled: options.settled }, askGitHub),
  );
});

/** GitHub names the page of a run in parts. */
function runOfGitHub({
  GITHUB_SERVER_URL: server,
  GITHUB_REPOSITORY: repository,
  GITHUB_RUN_ID: id,
}: NodeJS.ProcessEnv): string | undefined {
  return server && repository && id ? `${server}/${repository}/actions/runs/${id}` : undefined;
}
