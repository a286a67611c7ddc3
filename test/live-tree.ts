import { repositoryTree } from '../scripts/rows/repository.ts';

/** The repository with its fleet at rest; read once for all tests that ask something of it. */
export const { tree, lists, problems } = repositoryTree();
