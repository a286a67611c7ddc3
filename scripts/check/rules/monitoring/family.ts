import type { Family } from '../../rule.ts';

/** Rules, dashboards and monitors against what the tree really exports. */
export const monitoring: Family = {
  name: 'monitoring',
  about: 'Rules, dashboards and monitors against what the tree really exports.',
  rules: [],
};
