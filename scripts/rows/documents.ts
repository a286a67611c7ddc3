import type { Generator } from '../documents/document.ts';
import { markdown } from './markdown.ts';
import { allMistakes } from './mistakes.ts';
import { repositoryTree } from './repository.ts';

/** The pages that say where each requirement stands. While one does not hold, none is written. */
export const requirementPages: Generator = ({ clusters, files }) => {
  if (clusters !== undefined) return { documents: [], wrong: [] };
  const { tree, lists, problems } = repositoryTree(files);
  // What cannot be read cannot be held against the tree.
  const wrong = problems.length > 0 ? problems : allMistakes(lists, tree);
  const documents = lists.map((list) => ({ path: list.document, text: markdown(list, tree) }));
  return { documents: wrong.length === 0 ? documents : [], wrong };
};
