import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { practiceOf } from '../../state/practice.ts';
import { at } from '../../state/read.ts';
import type { Workload } from '../../state/workload.ts';
import { deployment } from '../sample-workloads.ts';
import { grantedAccounts } from './permissions.ts';

const others = ['web', 'api', 'worker']
  .map((name) => deployment(name, { pod: 'automountServiceAccountToken: false' }))
  .join('');

/** A token that nobody needs, and that everybody who gets in can use. */
export const tokenAutomount: ClusterRule = {
  id: 'token-without-need',
  severity: 'warning',
  summary: 'A pod with a token of the API server that no role is given to, where the others have none',
  breaks:
    'Whoever gets into the container has an identity for the API server, today with few rights and tomorrow perhaps with more.',
  pitfalls: ['X-2'],
  failing: others + deployment('mail'),
  passing: others + deployment('mail', { pod: 'automountServiceAccountToken: false' }),
  *judge(state) {
    const granted = grantedAccounts(state);
    const own = state.workloads.filter(
      ({ resource, isMade, namespace, serviceAccount, containers }) =>
        !resource.isExtract &&
        !isMade &&
        // The injector makes the gateway's container, which asks for its identity with the token.
        !containers.some(({ value }) => value.image === 'auto') &&
        !granted.has(`${namespace}/${serviceAccount}`),
    );
    const hasNone = (workload: Workload) => !mountsToken(state, workload);
    for (const { resource, kind, name, specPath } of practiceOf(own, hasNone)?.lacks ?? []) {
      yield {
        resource,
        path: specPath,
        message: `${kind} ${name} gets a token of the API server, and its account is given nothing; the others have none.`,
        fix: 'Write automountServiceAccountToken: false.',
      };
    }
  },
};

function mountsToken(state: ClusterState, { spec, namespace, serviceAccount }: Workload): boolean {
  const account = state.find('/ServiceAccount', namespace, serviceAccount);
  return (spec.automountServiceAccountToken ?? at(account?.value, 'automountServiceAccountToken')) !== false;
}
