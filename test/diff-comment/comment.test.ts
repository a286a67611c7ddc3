import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { MARKER } from '../../scripts/diff/report/markdown.ts';
import { comment } from '../../scripts/diff-comment/comment.ts';
import { assertPlain } from '../../scripts/diff-comment/main.ts';
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

it('calls nobody, whomever the report names', async () => {
  const said: string[] = [];
  const ask: Ask = async (method, address, body) => {
    if (method !== 'GET') said.push(JSON.stringify(body));
    return address.includes('/pulls?') ? [{ number: 3, state: 'open', head: { sha: SHA } }] : [];
  };
  await comment(event, `${text} @example/platform, (@octocat) api@sha256:0 me@example.com`, ask);
  expect(said.join('')).not.toMatch(/(?<!\w)@\w/);
  expect(said.join('')).toContain('api@sha256:0 me@example.com');
});

it('reads a plain file that a comment has room for, and no other', () => {
  const folder = mkdtempSync(join(inject('temporaryFolders'), 'comment-'));
  const [plain, long, link] = ['plain', 'long', 'link'].map((name) => join(folder, name));
  if (plain === undefined || long === undefined || link === undefined) throw new Error('There are no names.');
  writeFileSync(plain, text);
  writeFileSync(long, 'a'.repeat(70_000));
  symlinkSync(plain, link);
  expect(() => assertPlain(plain)).not.toThrow();
  expect(() => assertPlain(long)).toThrow('longer than');
  expect(() => assertPlain(link)).toThrow('no plain file');
  expect(() => assertPlain(folder)).toThrow('no plain file');
  expect(() => assertPlain(join(folder, 'none'))).toThrow('is not there');
});
