import type { Family } from '../../rule.ts';

/** Applications, projects and waves, and what has to be equal across clusters. */
export const gitops: Family = {
  name: 'gitops',
  about: 'Applications, projects and waves, and what has to be equal across clusters.',
  rules: [],
};
