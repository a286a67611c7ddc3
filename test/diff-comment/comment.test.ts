import { expect, it } from 'vitest';
import { MARKER } from '../../scripts/diff/report/markdown.ts';
import { comment } from '../../scripts/diff-comment/comment.ts';
import type { Ask } from '../../scripts/github/ask.ts';

const SHA = 'a'.repeat(40);
const event = JSON.stringify({
  workflow_run: { head_sha: SHA, head_branch: 'topic', head_repository: { owner: { login: 'somebody' } } },
  repository: { full_name: 'example/fleet' },
});
const text = `${MARKER}\nwhat it does`;
const bot = { id: 7, body: `${MARKER} before`, user: { type: 'Bot' } };

/** A GitHub with one pull request, and what was written there. */
function github(head: string, comments: readonly object[]) {
  const written: string[] = [];
  const ask: Ask = async (method, address) => {
    if (method !== 'GET') written.push(`${method} ${address}`);
    if (address.includes('/pulls?')) return [{ number: 3, state: 'open', head: { sha: head } }];
    return method === 'GET' ? comments : {};
  };
  return { ask, written };
}

it('says it once, and writes the same comment anew afterwards', async () => {
  const first = github(SHA, []);
  await comment(event, text, first.ask);
  expect(first.written).toEqual(['POST repos/example/fleet/issues/3/comments']);
  const second = github(SHA, [{ id: 1, body: 'hello', user: { type: 'User' } }, bot]);
  await comment(event, text, second.ask);
  expect(second.written).toEqual(['PATCH repos/example/fleet/issues/comments/7']);
});

it('leaves what a person wrote alone, and a pull request that has moved on', async () => {
  const person = github(SHA, [{ ...bot, user: { type: 'User' } }]);
  await comment(event, text, person.ask);
  expect(person.written).toEqual(['POST repos/example/fleet/issues/3/comments']);
  const newer = github('b'.repeat(40), [bot]);
  await comment(event, text, newer.ask);
  expect(newer.written).toEqual([]);
});

it.each([
  ['is no report', 'hello'],
  ['is too long', MARKER + '値'.repeat(30_000)],
])('says nothing where the text %s', async (_, wrong) => {
  const { ask, written } = github(SHA, []);
  await expect(comment(event, wrong, ask)).rejects.toThrow('Nothing was said');
  expect(written).toEqual([]);
});
