import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { askGitHub } from '../github/ask.ts';
import { comment } from './comment.ts';
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
  console.log(await comment(readFileSync(event, 'utf8'), readFileSync(file, 'utf8'), askGitHub));
});
