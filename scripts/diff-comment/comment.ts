import { z } from 'zod';
import { Mistake } from '../command-line/mistake.ts';
import { MARKER } from '../diff/report/markdown.ts';
import type { Ask } from '../github/ask.ts';

/** What GitHub takes at most. */
export const LIMIT = 65_536;

const event = z.looseObject({
  workflow_run: z.looseObject({
    head_sha: z.string().regex(/^[0-9a-f]{40}$/),
    head_branch: z.string().min(1),
    head_repository: z.looseObject({ owner: z.looseObject({ login: z.string().min(1) }) }),
  }),
  repository: z.looseObject({ full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/) }),
});

const pulls = z.array(
  z.looseObject({ number: z.int(), state: z.string(), head: z.looseObject({ sha: z.string() }) }),
);
const comments = z.array(
  z.looseObject({ id: z.int(), body: z.string(), user: z.looseObject({ type: z.string() }).nullable() }),
);

/**
 * Writes the comment of the pull request of a commit.
 *
 * @param eventText what GitHub says about the workflow that has ended
 * @param text what is to be said; whoever opened the pull request may have written it
 * @returns what was done, for the log
 * @throws Mistake for a text that is no report
 */
export async function comment(eventText: string, text: string, ask: Ask): Promise<string> {
  if (!text.startsWith(MARKER))
    throw new Mistake('The report does not begin as diff --out writes it. Nothing was said.');
  if (Buffer.byteLength(text) > LIMIT)
    throw new Mistake(`The report is longer than ${LIMIT} bytes. Nothing was said.`);
  const body = callingNobody(text);
  const { workflow_run: run, repository } = event.parse(JSON.parse(eventText));
  const home = `repos/${repository.full_name}`;
  const head = encodeURIComponent(`${run.head_repository.owner.login}:${run.head_branch}`);
  const found = pulls.parse(await ask('GET', `${home}/pulls?state=open&head=${head}&per_page=100`));
  const pull = found.find((each) => each.head.sha === run.head_sha);
  if (pull === undefined) return 'No open pull request is at this commit any more.';
  const known = await ownComment(home, pull.number, ask);
  if (known === undefined) {
    await ask('POST', `${home}/issues/${pull.number}/comments`, { body });
    return `Pull request ${pull.number} has a comment.`;
  }
  await ask('PATCH', `${home}/issues/comments/${known}`, { body });
  return `The comment of pull request ${pull.number} is written anew.`;
}

/** Whoever opened the pull request may have written into the report whom it should call. */
function callingNobody(text: string): string {
  const silent = text.replaceAll(/(?<![\w`])@(?=[A-Za-z\d])/g, '@\u2060');
  // What the signs between add may be too much for a report that fills a comment: such a one says nothing at all.
  if (Buffer.byteLength(silent) > LIMIT)
    throw new Mistake('The report calls too many people. Nothing was said.');
  return silent;
}

/** The comment of before; one that a person wrote is left alone, whatever it begins with. */
async function ownComment(home: string, number: number, ask: Ask): Promise<number | undefined> {
  for (let page = 1; ; page++) {
    const some = comments.parse(
      await ask('GET', `${home}/issues/${number}/comments?per_page=100&page=${page}`),
    );
    const own = some.find(({ body, user }) => user?.type === 'Bot' && body.startsWith(MARKER));
    if (own !== undefined) return own.id;
    if (some.length < 100) return undefined;
  }
}
