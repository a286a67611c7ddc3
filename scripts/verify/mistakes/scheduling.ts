import { CONTAINER, unlimitedWorkload } from './chosen.ts';
import { edits } from './cluster-tree.ts';
import type { DeliberateMistake } from './deliberate-mistake.ts';

const SPREAD = ['spec', 'template', 'spec', 'topologySpreadConstraints'] as const;
const ZONE = 'topology.kubernetes.io/zone';

export const schedulingMistakes: readonly DeliberateMistake[] = [
  {
    step: 'scheduling',
    name: 'more-zones-than-there-are',
    breaks: 'pods have to be spread over more zones than the cluster has (X-103)',
    says: 'topology spread constraints',
    tree: (cluster) =>
      edits(
        ...cluster.kind('Deployment').flatMap((workload) => {
          const count = workload.size(...SPREAD);
          const hard = Array.from({ length: count }, (_, index) => [...SPREAD, index]).find(
            (path) =>
              workload.at(...path, 'topologyKey') === ZONE &&
              workload.at(...path, 'whenUnsatisfiable') === 'DoNotSchedule',
          );
          return hard === undefined ? [] : [workload.with([...hard, 'minDomains'], 9)];
        }),
      ),
  },
  {
    step: 'scheduling',
    name: 'larger-than-any-node',
    breaks: 'a pod asks for more processors than a node has (X-33)',
    says: 'Insufficient cpu',
    tree: (cluster) =>
      edits(
        unlimitedWorkload(cluster)?.changed((workload) => {
          for (const each of ['requests', 'limits'])
            workload.setIn([...CONTAINER, 'resources', each, 'cpu'], '1000');
        }),
      ),
  },
  {
    step: 'scheduling',
    name: 'label-that-no-node-has',
    breaks: 'pods select nodes by a label that no group of nodes has (X-25)',
    says: "didn't match Pod's node affinity/selector",
    tree: (cluster) =>
      edits(
        unlimitedWorkload(cluster)?.with(['spec', 'template', 'spec', 'nodeSelector'], {
          'example.com/none': 'true',
        }),
      ),
  },
  {
    step: 'scheduling',
    name: 'budget-lets-nobody-go',
    breaks: 'disruption budgets allow no eviction at all, so that no drain ends',
    says: 'its budget never lets all of it go',
    tree: (cluster) =>
      edits(
        ...cluster.kind('PodDisruptionBudget').map((budget) =>
          budget.changed((each) => {
            each.deleteIn(['spec', 'minAvailable']);
            each.setIn(['spec', 'maxUnavailable'], 0);
          }),
        ),
      ),
  },
];
