import type { Rule } from './rule.ts';
import { definitionOrder } from './rules/definition-order.ts';
import { definitionPruning } from './rules/definition-pruning.ts';
import { disruptionBudgets } from './rules/disruption-budgets.ts';
import { images } from './rules/images.ts';
import { monitors } from './rules/monitors.ts';
import { networkPolicies } from './rules/network-policies.ts';
import { owners } from './rules/owners.ts';
import { podSecurity } from './rules/pod-security.ts';
import { projectKinds } from './rules/project-kinds.ts';
import { randomValues } from './rules/random-values.ts';
import { selectors } from './rules/selectors.ts';
import { serviceAccounts } from './rules/service-accounts.ts';
import { webhooks } from './rules/webhooks.ts';

/** What has to hold for the rendered charts with our objects around them, besides the constraints of Gatekeeper. */
export const rules: readonly Rule[] = [
  podSecurity,
  networkPolicies,
  monitors,
  webhooks,
  images,
  selectors,
  serviceAccounts,
  disruptionBudgets,
  projectKinds,
  owners,
  definitionOrder,
  definitionPruning,
  randomValues,
];
