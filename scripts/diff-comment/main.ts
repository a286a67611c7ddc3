import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { askGitHub } from '../github/ask.ts';
import { comment, LIMIT } from './comment.ts';
import { diffComment } from './usage.ts';

export const main = implement(diffComment, async ({ arguments: { report } }) => {
  const { GITHUB_EVENT_PATH: event } = process.env;
  if (event === undefined) {
    throw new Mistake(
      'GITHUB_EVENT_PATH is not set: this is for a workflow of GitHub that another one has started.',
    );
  }
  const file = join(report, 'comment.md');
  assertPlain(file);
  console.log(await comment(readFileSync(event, 'utf8'), readFileSync(file, 'utf8'), askGitHub));
});

/** A job that anybody may change has packed it: neither a link to another file, nor as long as a disk. */
export function assertPlain(file: string): void {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new Mistake(`${file} is not there. npx fleet diff --out writes it.`);
  if (!found.isFile()) throw new Mistake(`${file} is no plain file. Nothing was said.`);
  if (found.size > LIMIT) throw new Mistake(`${file} is longer than ${LIMIT} bytes. Nothing was said.`);
}
