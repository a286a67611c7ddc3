import { staffGroups } from '../access/address.ts';

/** The action of Argo CD that does what `kubectl rollout restart` does, on every kind that has it. */
export const RESTART = 'action/apps/*/restart';

/**
 * What readers look at. The built-in role:readonly would show them the logs of every pod too, which the API server
 * refuses them.
 */
const LOOK = [
  ...['applications', 'applicationsets'].map((resource) => ({ resource, objects: '*/*' })),
  ...['projects', 'clusters', 'repositories', 'certificates', 'accounts', 'gpgkeys'].map((resource) => ({
    resource,
    objects: '*',
  })),
];

/**
 * Who may do what in Argo CD: operators see everything, sync it and restart its pods, readers only look (S3-30). What the
 * developers of a product may is in its project.
 */
export const ROLES = [
  ...LOOK.map(({ resource, objects }) => `p, role:reader, ${resource}, get, ${objects}, allow`),
  'p, role:operator, applications, sync, */*, allow',
  `p, role:operator, applications, ${RESTART}, */*, allow`,
  'g, role:operator, role:readonly',
  `g, ${staffGroups.operators}, role:operator`,
  `g, ${staffGroups.readers}, role:reader`,
].join('\n');
