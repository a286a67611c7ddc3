import { staffGroups } from '../staff-tools/address.ts';

/** Who may do what in Argo CD: operators see everything and sync it, readers only look (S3-30). */
export const ROLES = [
  'p, role:operator, applications, sync, */*, allow',
  'g, role:operator, role:readonly',
  `g, ${staffGroups.operators}, role:operator`,
  `g, ${staffGroups.readers}, role:readonly`,
].join('\n');
