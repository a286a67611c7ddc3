import { fileURLToPath } from 'node:url';
import type { Generator } from '../documents/document.ts';
import { lists } from './lists.ts';
import { markdown } from './markdown.ts';
import { mistakes } from './mistakes.ts';
import { Tree } from './tree.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The pages that say where each requirement stands. One that says what does not hold is not written. */
export const requirementPages: Generator = ({ clusters }) => {
  if (clusters !== undefined) return { documents: [], wrong: [] };
  const tree = new Tree(ROOT);
  const wrong = lists.flatMap((list) =>
    mistakes(list, tree).map((mistake) => `${list.document}: ${mistake}`),
  );
  const holding = lists.filter((list) => mistakes(list, tree).length === 0);
  return { documents: holding.map((list) => ({ path: list.document, text: markdown(list, tree) })), wrong };
};
