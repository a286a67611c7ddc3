import type { Generator } from '../documents/document.ts';
import { environmentExample } from './example.ts';
import { decidesEnvironments, objectsIn } from './objects.ts';

/** The `.env.example` of each cluster, from what is rendered for it. */
export const environmentExamples: Generator = ({ fleet, files, clusters }) => {
  const names = fleet.clusters.map(({ name }) => name);
  const documents = names
    .filter((name) => clusters === undefined || clusters.includes(name))
    .map((name) => {
      const texts = files
        .below(`dist/${name}`)
        .filter(decidesEnvironments)
        .map((path) => files.text(path) ?? '');
      return { path: `clusters/${name}/.env.example`, text: environmentExample(name, objectsIn(texts)) };
    });
  return { documents, wrong: [] };
};
