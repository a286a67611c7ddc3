import type { ClusterRule } from '../../rule.ts';
import { practiceOf } from '../../state/practice.ts';
import { fieldsAt, listAt } from '../../state/read.ts';
import { scaleOf } from '../../state/scales.ts';
import type { Workload } from '../../state/workload.ts';
import { deployment } from '../sample-workloads.ts';

const spread = (app: string) =>
  `topologySpreadConstraints: [{ maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: ${app} } } }]`;
const all = ['web', 'api', 'worker']
  .map((name) => deployment(name, { spec: 'replicas: 3', pod: spread(name) }))
  .join('');

/** What the others do against the loss of a zone. */
export const spreadPractice: ClusterRule = {
  id: 'workload-without-spread',
  severity: 'warning',
  summary: 'A workload of several replicas that is spread over nothing where the others are',
  breaks: 'All its pods may stand on one node, or in one zone, and go with it.',
  pitfalls: ['X-101', 'X-103'],
  failing: all + deployment('mail', { spec: 'replicas: 3' }),
  passing: all + deployment('mail', { spec: 'replicas: 3', pod: spread('mail') }),
  *judge(state) {
    const several = state.workloads.filter(
      (workload) =>
        ['Deployment', 'StatefulSet'].includes(workload.kind) &&
        !workload.resource.isExtract &&
        !workload.isMade &&
        scaleOf(state, workload).max > 1,
    );
    for (const { resource, kind, name, specPath } of practiceOf(several, isSpread)?.lacks ?? []) {
      yield {
        resource,
        path: specPath,
        message: `Nothing keeps the pods of ${kind} ${name} apart; those of the other workloads are spread.`,
        fix: 'Write a topologySpreadConstraint over topology.kubernetes.io/zone with the labels of its pods.',
      };
    }
  },
};

function isSpread({ spec }: Workload): boolean {
  return (
    listAt(spec, 'topologySpreadConstraints').length > 0 ||
    Object.keys(fieldsAt(spec, 'affinity', 'podAntiAffinity')).length > 0
  );
}
