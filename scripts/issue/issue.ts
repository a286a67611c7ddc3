import { z } from 'zod';
import { Mistake } from '../command-line/mistake.ts';
import type { Ask } from '../github/ask.ts';

/** What GitHub takes at most, less what stands around a report. */
const LIMIT = 64_000;

/** What is to be said, and whether anybody has to do something about it. */
export interface Report {
  readonly title: string;
  readonly text: string;
  /** The run that has found it, for a link. */
  readonly run: string | undefined;
  /** Nothing is left to do: the issue is closed. */
  readonly settled: boolean;
}

const issues = z.array(
  z.looseObject({
    number: z.int(),
    title: z.string(),
    body: z.string().nullable(),
    user: z.looseObject({ type: z.string() }).nullable(),
    pull_request: z.unknown().optional(),
  }),
);

const made = z.looseObject({ number: z.int() });

/**
 * Keeps one open issue of a title while there is something to do: opens it, writes it anew, and closes it in the end.
 *
 * @param home `repos/owner/name`
 * @returns what was done, for the log
 */
export async function keepIssue(
  home: string,
  { title, text, run, settled }: Report,
  ask: Ask,
): Promise<string> {
  const open = await ownIssue(home, title, ask);
  const from = run === undefined ? '' : `\n\n${run}`;
  if (settled) {
    if (open === undefined) return `There is no issue “${title}”, and there is nothing to say in it.`;
    await ask('POST', `${home}/issues/${open.number}/comments`, { body: `It is settled.${from}` });
    await ask('PATCH', `${home}/issues/${open.number}`, { state: 'closed', state_reason: 'completed' });
    return `Issue ${open.number} is closed.`;
  }
  if (text.trim() === '') throw new Mistake('The report is empty. Nothing was said.');
  const body = `${shortened(text)}${from}`;
  if (open === undefined) {
    const { number } = made.parse(await ask('POST', `${home}/issues`, { title, body }));
    return `Issue ${number} is opened.`;
  }
  // What has not changed is not written again, so that nobody is told of it twice.
  if (open.body?.startsWith(shortened(text)) === true) return `Issue ${open.number} says it already.`;
  await ask('PATCH', `${home}/issues/${open.number}`, { body });
  return `Issue ${open.number} is written anew.`;
}

/** The open one that a workflow made; what a person opened under the same title is left alone. */
async function ownIssue(home: string, title: string, ask: Ask) {
  for (let page = 1; ; page++) {
    const some = issues.parse(await ask('GET', `${home}/issues?state=open&per_page=100&page=${page}`));
    const own = some.find(
      (each) => each.title === title && each.user?.type === 'Bot' && each.pull_request === undefined,
    );
    if (own !== undefined) return own;
    if (some.length < 100) return undefined;
  }
}

/** A text in which nothing is Markdown. What is longer than GitHub takes is left out at its end. */
export function blockOf(text: string): string {
  if (text.trim() === '') return '';
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  const kept: string[] = [];
  let size = 0;
  for (const line of text.trimEnd().split('\n')) {
    size += Buffer.byteLength(line) + 1;
    if (size > LIMIT - 200) {
      kept.push('…');
      break;
    }
    kept.push(line);
  }
  return [`${fence}text`, ...kept, fence, ''].join('\n');
}

/** Cut between two paragraphs, outside of a block. */
function shortened(text: string): string {
  if (Buffer.byteLength(text) <= LIMIT) return text.trimEnd();
  const kept: string[] = [];
  let size = 0;
  let lastWhole = 0;
  let inBlock = false;
  for (const line of text.split('\n')) {
    size += Buffer.byteLength(line) + 1;
    if (size > LIMIT) break;
    if (/^\s*`{3,}/.test(line)) inBlock = !inBlock;
    kept.push(line);
    if (line === '' && !inBlock) lastWhole = kept.length;
  }
  return `${kept.slice(0, lastWhole).join('\n').trimEnd()}\n\nThe rest is in the run.`;
}
