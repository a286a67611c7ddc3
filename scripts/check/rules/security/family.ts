import type { Family } from '../../rule.ts';

/** Pod Security after injection, secrets in the clear, images, wide permissions. */
export const security: Family = {
  name: 'security',
  about: 'Pod Security after injection, secrets in the clear, images, wide permissions.',
  rules: [],
};
