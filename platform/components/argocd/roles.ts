import { staffGroups } from '../access/address.ts';

/** The action of Argo CD that does what `kubectl rollout restart` does, on every kind that has it. */
export const RESTART = 'action/apps/*/restart';

/**
 * Who may do what in Argo CD: operators see everything, sync it and restart its pods, readers only look (S3-30). What the
 * developers of a product may is in its project.
 */
export const ROLES = [
  'p, role:operator, applications, sync, */*, allow',
  `p, role:operator, applications, ${RESTART}, */*, allow`,
  'g, role:operator, role:readonly',
  `g, ${staffGroups.operators}, role:operator`,
  `g, ${staffGroups.readers}, role:readonly`,
].join('\n');
