import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { run } from '../programs/run.ts';
import { type Ask, comment } from './comment.ts';
import { diffComment } from './usage.ts';

export const main = implement(diffComment, async ({ arguments: { report } }) => {
  const { GITHUB_EVENT_PATH: event } = process.env;
  if (event === undefined) {
    throw new Mistake(
      'GITHUB_EVENT_PATH is not set: this is for a workflow of GitHub that another one has started.',
    );
  }
  const file = join(report, 'comment.md');
  if (!existsSync(file)) throw new Mistake(`${file} is not there. npx fleet diff --out writes it.`);
  console.log(await comment(readFileSync(event, 'utf8'), readFileSync(file, 'utf8'), ask));
});

const ask: Ask = async (method, address, body) => {
  const input = body === undefined ? {} : { input: JSON.stringify(body) };
  const more = body === undefined ? [] : ['--input', '-'];
  const { status, stdout, stderr } = await run('gh', ['api', '--method', method, address, ...more], {
    missing: 'Install the GitHub CLI, https://cli.github.com.',
    ...input,
  });
  if (status !== 0) throw new Mistake(`GitHub refuses ${method} ${address}: ${stderr.trim()}`);
  const answer: unknown = JSON.parse(stdout);
  return answer;
};
