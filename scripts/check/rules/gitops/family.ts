import type { Family } from '../../rule.ts';
import { applicationOutsideProject } from './application-outside-project.ts';
import { applicationPath } from './application-path.ts';

/** Applications, projects and waves, and what has to be equal across clusters. */
export const gitops: Family = {
  name: 'gitops',
  about: 'Applications, projects and waves, and what has to be equal across clusters.',
  rules: [applicationOutsideProject, applicationPath],
};
