import { existsSync, readFileSync } from 'node:fs';
import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { askGitHub } from '../github/ask.ts';
import { blockOf, keepIssue } from './issue.ts';
import { issue } from './usage.ts';

export const main = implement(issue, async ({ options, arguments: { title, report } }) => {
  const { GITHUB_REPOSITORY: repository, GITHUB_SERVER_URL: server, GITHUB_RUN_ID: id } = process.env;
  if (repository === undefined || !/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw new Mistake('GITHUB_REPOSITORY is not set: this is for a workflow of GitHub. It is owner/name.');
  }
  if (!existsSync(report)) throw new Mistake(`${report} is not there: write the report into it first.`);
  const run = server && id ? `${server}/${repository}/actions/runs/${id}` : undefined;
  const written = readFileSync(report, 'utf8');
  const text = options.plain ? blockOf(written) : written;
  console.log(
    await keepIssue(`repos/${repository}`, { title, text, run, settled: options.settled }, askGitHub),
  );
});
