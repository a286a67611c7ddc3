import { workloadsOf } from '../../evidence/members.ts';
import { each, type Quantifier, rendered } from '../../model/evidence.ts';

/** Namespaces in which KEDA asks for the length of a queue. */
const readersOfQueues: Quantifier = {
  says: 'each namespace with a workload that a queue scales',
  members: (context) => [
    ...new Set(
      workloadsOf(context, 'triptrip')
        .filter(({ declaration }) => declaration.kind === 'job' || declaration.scale.queue !== undefined)
        .map((placed) => placed.namespace),
    ),
  ],
};

/** KEDA asks the queues of a namespace with its own role (S4-266, X-10). */
export const queuesAreAsked = each(readersOfQueues, (namespace) =>
  rendered(`triptrip/${namespace}/triggerauthentication-keda-aws-credentials.yaml`)({
    spec: { podIdentity: { provider: 'aws' } },
  }),
);
