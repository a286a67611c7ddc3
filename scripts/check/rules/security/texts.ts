import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import type { Resource } from '../../state/resource.ts';

const MAY_HOLD_SECRET =
  /A[KS]IA[A-Z0-9]{16}|PRIVATE KEY|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|hooks\.slack|k_live_|AIza|eyJ|SG\.|npm_|:\/\/[^\s/@"':]*:[^\s/@"']+@/;
const MAY_NAME_ACCOUNT = /arn:aws|sqs\.[a-z0-9-]+\.amazonaws\.com\//;

/** The few objects whose texts are worth a closer look: most have nothing of the sort. */
export const worthReading = remembered((state: ClusterState) => {
  const secrets: Resource[] = [];
  const accounts: Resource[] = [];
  for (const resource of state.resources) {
    if (resource.kind === 'CustomResourceDefinition') continue;
    const text = JSON.stringify(resource.value);
    const isSecret = resource.kind === 'Secret' && resource.group === '';
    if (isSecret || MAY_HOLD_SECRET.test(text)) secrets.push(resource);
    if (MAY_NAME_ACCOUNT.test(text)) accounts.push(resource);
  }
  return { secrets, accounts };
});
