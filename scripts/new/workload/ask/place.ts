import type { Answers } from '../../answers.ts';
import { clustersOf, type Repository } from '../../fleet.ts';
import { readProducts } from '../../source/products.ts';
import type { Said } from '../declaration.ts';

/** Where a workload belongs, and what for. */
type Place = Pick<Said, 'purpose' | 'namespace' | 'clusters'> & { readonly product: string };

/** Asks for what no option says of it. */
export async function askPlace(answers: Answers, repository: Repository): Promise<Place> {
  const product = await answers.one('into', 'PRODUCT', {
    asks: 'Which product is it a part of?',
    choices: [...readProducts(repository.root).keys()].sort(),
  });
  const purpose = await answers.one('purpose', 'TEXT', { asks: 'What is it for, in a sentence?' });
  const namespaces = namespacesOf(product, repository);
  const namespace =
    namespaces.length > 1 || !answers.asks
      ? await answers.one('namespace', 'NAMESPACE', {
          asks: 'In which namespace?',
          choices: namespaces,
          optional: true,
        })
      : '';
  const clusters = await answers.several('cluster', 'CLUSTER', {
    asks: 'On which clusters? (none: on all of them)',
    choices: clustersOf(product, repository).map(({ name }) => name),
    noneIsAll: true,
  });
  return { product, purpose, namespace, clusters };
}

function namespacesOf(product: string, { units }: Repository): readonly string[] {
  const declared = units.flatMap(({ project, namespaces = [] }) =>
    project === product ? namespaces.map(({ name }) => name) : [],
  );
  return [...new Set(declared)];
}
