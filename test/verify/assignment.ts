import type { Assignment } from '../../scripts/verify/step.ts';

/** Of a step that only a test has. */
export const assignment: Omit<Assignment, 'done'> = {
  fast: false,
  clusters: undefined,
  from: undefined,
  charts: undefined,
  logs: '',
  say: () => {},
};
