import { lists } from '../../requirements/index.ts';
import type { Generator } from '../documents/document.ts';
import { markdown } from './markdown.ts';
import { allMistakes } from './mistakes.ts';
import { repositoryTree } from './repository.ts';

/** The pages that say where each requirement stands. While one does not hold, none is written. */
export const requirementPages: Generator = ({ clusters, files }) => {
  if (clusters !== undefined) return { documents: [], wrong: [] };
  const { tree, problems } = repositoryTree(files);
  const wrong = [...problems, ...allMistakes(lists, tree)];
  const documents = lists.map((list) => ({ path: list.document, text: markdown(list, tree) }));
  return { documents: wrong.length === 0 ? documents : [], wrong };
};
