import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { snippetsOf } from '../../scripts/prove-changes/document.ts';

const root = new URL('../../', import.meta.url);
const [map] = snippetsOf(readFileSync(new URL('README.md', root), 'utf8')).filter(
  ({ heading }) => heading === 'Find your way',
);

/** The folders of the map without their placeholders: those of `platform/workload/` are named behind it. */
const folders = (map?.text ?? '').split('\n').flatMap((line) => {
  const [first = '', ...words] = line.split(/\s+/);
  const named = [first, ...words].filter((word) => word.includes('/')).map((word) => word.replace(',', ''));
  return named.map((word) =>
    word.includes('/', 1) && /^[\w-]+\/$/.test(word) && word !== first ? first + word : word,
  );
});

test('every folder that the map of the README names is there', () => {
  const paths = folders.map((folder) => folder.replace(/<.*/, ''));
  expect(paths.length).toBeGreaterThan(8);
  expect(paths.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});

test('every folder of code at the top is on the map', () => {
  const tops = new Set(folders.map((folder) => folder.split('/')[0]));
  const own = readdirSync(root, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && !/^\.|^(node_modules|docs|events|imports)$/.test(entry.name) ? [entry.name] : [],
  );
  expect(own.filter((name) => !tops.has(name))).toEqual([]);
});
