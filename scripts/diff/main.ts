import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { implement } from '../command-line/command.ts';
import { makeFolder } from '../command-line/folders.ts';
import { remark } from '../command-line/tell.ts';
import { addToSummary } from '../pipeline/hand-on.ts';
import { ACKNOWLEDGEMENTS_FILE, readPolicy, type Verdict, verdictOf } from './acknowledgements.ts';
import type { Diff } from './diff.ts';
import { htmlOf } from './report/html.ts';
import { jsonParts } from './report/json.ts';
import { markdownOf } from './report/markdown.ts';
import { textOf } from './report/text.ts';
import type { Side } from './sides/side.ts';
import { diffTogether } from './together/diff.ts';
import { SecondThread } from './together/second-thread.ts';
import { sidesTogether } from './together/sides.ts';
import { diff } from './usage.ts';

export const main = implement(diff, async ({ options, arguments: { base, head } }, { folder }) => {
  const { one, other, found } = await SecondThread.with(async (second) => {
    const [one, other] = await sidesTogether({ base, head, folder }, second);
    return { one, other, found: await diffTogether(one, other, second) };
  });
  const verdict = verdictOf(found.changes, policyOf(one), policyOf(other));
  for (const part of printed(found, verdict, options.format ?? 'text')) process.stdout.write(part);
  // JSON has no place for what nobody could say.
  if (options.format === 'json')
    for (const note of [...found.connectivity.notes, ...found.findings.notes, ...found.notes]) remark(note);
  if (options.out !== undefined) writeAll(found, verdict, options.out);
  if (verdict.blocked.length > 0) return 3;
  return found.changes.length === 0 || options.gate ? 0 : 1;
});

function policyOf(side: Side) {
  const content = side.beside(ACKNOWLEDGEMENTS_FILE);
  return content === undefined ? undefined : readPolicy(content, ACKNOWLEDGEMENTS_FILE);
}

function printed(found: Diff, verdict: Verdict, format: string): Iterable<string> {
  if (format === 'json') return jsonParts(found);
  if (format === 'markdown') return [markdownOf(found, verdict)];
  return [format === 'html' ? htmlOf(found, verdict) : textOf(found, verdict)];
}

/** Names that the workflows know. */
function writeAll(found: Diff, verdict: Verdict, folder: string): void {
  const comment = markdownOf(found, verdict);
  makeFolder(folder);
  writeFileSync(join(folder, 'comment.md'), comment);
  writeFileSync(join(folder, 'diff.json'), [...jsonParts(found)].join(''));
  writeFileSync(join(folder, 'diff.html'), htmlOf(found, verdict));
  addToSummary(comment);
}
