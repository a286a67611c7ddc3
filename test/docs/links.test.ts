import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 2 ** 28,
})
  .split('\n')
  .filter((file) => !/^(dist|imports)\//.test(file) && existsSync(join(root, file)));

/** What a page links to beside it, and what a comment names from the root of the repository on. */
function targetsOf(file: string, text: string): readonly string[] {
  if (file.endsWith('.md')) {
    return [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)]*)?\)/g)].map(([, path = '']) =>
      join(dirname(file), path),
    );
  }
  return [...text.matchAll(/^\s*(?:\/\/|\*|\/\*\*).*?\b(docs\/[\w/.-]+\.md)/gm)].map(([, path = '']) => path);
}

function deadLinks(file: string, text: string): readonly string[] {
  return targetsOf(file, text)
    .filter((target) => !existsSync(join(root, target)))
    .map((target) => `${file} leads to ${target}`);
}

test('nobody is led to a text that is not in this repository', () => {
  const dead = files
    .filter((file) => /\.(md|ts|mjs)$/.test(file))
    .flatMap((file) => deadLinks(file, readFileSync(join(root, file), 'utf8')));
  expect(dead).toEqual([]);
});

test.each([
  ['docs/page.md', 'See [more](nowhere.md#part).'],
  ['platform/part.ts', '/** So it was decided (docs/decisions/000-nowhere.md). */'],
])('a dead link in %s is found', (file, text) => {
  expect(deadLinks(file, text)).toHaveLength(1);
});

test('docs/ holds pages for people, and nothing that is run or read by a program', () => {
  expect(files.filter((file) => file.startsWith('docs/') && !file.endsWith('.md'))).toEqual([]);
});
