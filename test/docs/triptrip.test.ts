import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { lists } from '../../scripts/rows/lists.ts';
import { markdown } from '../../scripts/rows/markdown.ts';
import { mistakes } from '../../scripts/rows/mistakes.ts';
import { Tree } from '../../scripts/rows/tree.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tree = new Tree(root);

test.each(lists)(
  '$document claims nothing that the tree does not show, and calls nothing open that is done',
  (list) => {
    expect(mistakes(list, tree)).toEqual([]);
  },
);

test.each(lists)('$document is what npm run rows writes', (list) => {
  expect(readFileSync(`${root}/${list.document}`, 'utf8')).toBe(markdown(list, tree));
});
