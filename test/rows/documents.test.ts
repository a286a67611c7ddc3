import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { markdown } from '../../scripts/rows/markdown.ts';
import { allMistakes, mistakes } from '../../scripts/rows/mistakes.ts';
import { lists, problems, tree } from '../live-tree.ts';

test('what was removed for good is told whole, runs no more, and is spoken of', () => {
  expect([...problems, ...allMistakes(lists, tree)]).toEqual([]);
});

test.each(lists)(
  '$document claims nothing that the tree does not show, and calls nothing open that is done',
  (list) => {
    expect(mistakes(list, tree)).toEqual([]);
  },
);

test.each(lists)('$document is what npm run rows writes', (list) => {
  expect(readFileSync(list.document, 'utf8')).toBe(markdown(list, tree));
});
