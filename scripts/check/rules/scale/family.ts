import type { Family } from '../../rule.ts';

/** Replicas, autoscalers, quotas, budgets, and the nodes that have to hold them. */
export const scale: Family = {
  name: 'scale',
  about: 'Replicas, autoscalers, quotas, budgets, and the nodes that have to hold them.',
  rules: [],
};
