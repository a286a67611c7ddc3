import type { Family } from '../../rule.ts';
import { apis, olderApis } from './apis.ts';
import { deprecatedFields } from './fields.ts';

/** APIs, fields and values that the version of Kubernetes or of a definition no longer has, or soon will not have. */
export const versions: Family = {
  name: 'versions',
  about:
    'APIs, fields and values that the version of Kubernetes or of a definition no longer has, or soon will not have.',
  isOfOneObject: true,
  rules: [apis, olderApis, deprecatedFields],
};
