import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';

const root = fileURLToPath(new URL('../..', import.meta.url));
const names = z.record(z.string(), z.string()).transform((record) => Object.keys(record));
const { dependencies, devDependencies } = z
  .object({ dependencies: names, devDependencies: names })
  .parse(JSON.parse(readFileSync(`${root}/package.json`, 'utf8')));
const document = readFileSync(`${root}/docs/dependencies.md`, 'utf8');

/** Whatever stands in backquotes in a table whose head begins so. */
function namedIn(head: string): readonly string[] {
  const [, rows = ''] = new RegExp(`^\\| ${head} .*\\n((?:\\|.*\\n)+)`, 'm').exec(document) ?? [];
  return [...rows.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

test.each([
  ['library', dependencies],
  ['development only', devDependencies],
])('each %s has its reason, so that none stays which nobody needs', (head, installed) => {
  expect(namedIn(head)).toEqual(expect.arrayContaining(installed));
});

test('no reason is left of a library that went', () => {
  const firstCells = [...document.matchAll(/^\| (`[^|]+)\|.*$/gm)].map(([, cell = '']) => cell);
  const programs = namedIn('program');
  const libraries = firstCells.flatMap((cell) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
  const known = [...dependencies, ...devDependencies, ...programs];
  expect(libraries.filter((name) => !known.includes(name))).toEqual([]);
});
