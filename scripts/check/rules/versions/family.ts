import type { Family } from '../../rule.ts';

/** APIs, fields and values that the version of Kubernetes or of a definition no longer has, or soon will not have. */
export const versions: Family = {
  name: 'versions',
  about:
    'APIs, fields and values that the version of Kubernetes or of a definition no longer has, or soon will not have.',
  rules: [],
};
