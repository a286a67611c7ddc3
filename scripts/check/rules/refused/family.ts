import type { Family } from '../../rule.ts';

/** What an API server refuses or a controller never accepts in one object. */
export const refused: Family = {
  name: 'refused',
  about: 'What an API server refuses or a controller never accepts in one object.',
  rules: [],
};
