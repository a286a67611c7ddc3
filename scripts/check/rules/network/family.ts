import type { Family } from '../../rule.ts';

/** Who may open a connection, and as whom: NetworkPolicy, AuthorizationPolicy, identities and roles. */
export const network: Family = {
  name: 'network',
  about: 'Who may open a connection, and as whom: NetworkPolicy, AuthorizationPolicy, identities and roles.',
  rules: [],
};
