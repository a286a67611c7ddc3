import type { ClusterRule } from '../../rule.ts';
import { practiceOf } from '../../state/practice.ts';
import { at, listAt } from '../../state/read.ts';
import type { Container, Workload } from '../../state/workload.ts';
import { deployment } from '../sample-workloads.ts';
import { policyOf } from './effective-policy.ts';

const hardened = 'securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false }';
const others = ['web', 'api', 'worker'].map((name) => deployment(name, { container: hardened })).join('');

interface Judged {
  readonly workload: Workload;
  readonly container: Container;
}

/** What containers do for themselves, each with the words for one that does not. */
const HABITS: readonly {
  readonly field: string;
  readonly wanted: string;
  readonly does: (judged: Judged) => boolean;
}[] = [
  {
    field: 'readOnlyRootFilesystem',
    wanted: 'readOnlyRootFilesystem: true',
    does: ({ container }) => at(container.value, 'securityContext', 'readOnlyRootFilesystem') === true,
  },
  {
    field: 'allowPrivilegeEscalation',
    wanted: 'allowPrivilegeEscalation: false',
    does: ({ container }) => at(container.value, 'securityContext', 'allowPrivilegeEscalation') === false,
  },
  {
    field: 'runAsNonRoot',
    wanted: 'runAsNonRoot: true',
    does: ({ container, workload }) =>
      (at(container.value, 'securityContext', 'runAsNonRoot') ??
        at(workload.spec, 'securityContext', 'runAsNonRoot')) === true,
  },
  {
    field: 'capabilities',
    wanted: 'capabilities.drop: [ALL]',
    does: ({ container }) =>
      listAt(container.value, 'securityContext', 'capabilities', 'drop').includes('ALL'),
  },
];

/** The one container that is less hardened than its neighbours. */
export const hardeningPractice: ClusterRule = {
  id: 'container-less-hardened',
  severity: 'warning',
  summary: 'A container without a protection that the others of the tree have',
  breaks:
    'Whoever gets into it can do what is forbidden in the others: write programs, become root, keep capabilities.',
  pitfalls: ['X-29'],
  failing: others + deployment('mail', { container: 'securityContext: { allowPrivilegeEscalation: false }' }),
  passing: others + deployment('mail', { container: hardened }),
  *judge(state) {
    const own = state.workloads
      .filter(
        (workload) =>
          isApplication(workload) && policyOf(state, workload.namespace, 'enforce')?.level !== 'privileged',
      )
      .flatMap((workload) => workload.containers.map((container) => ({ workload, container })));
    for (const { field, wanted, does } of HABITS) {
      for (const { workload, container } of practiceOf(own, does)?.lacks ?? []) {
        const policy = policyOf(state, workload.namespace, 'enforce');
        // There the API server says it, all but the root file system.
        if (field !== 'readOnlyRootFilesystem' && policy?.level === 'restricted') continue;
        yield {
          resource: workload.resource,
          path: [...container.path, 'securityContext', field],
          message: `The container ${container.name} lacks ${wanted}; the others have it.`,
          fix: `Write securityContext.${wanted}.`,
        };
      }
    }
  },
};

/** Agents of the nodes need what others do not, and charts say for themselves what theirs need. */
function isApplication({ resource, kind, isMade, spec }: Workload): boolean {
  const isAgent = kind === 'DaemonSet' || spec.hostPID === true || spec.hostNetwork === true;
  return !resource.isExtract && !isMade && !isAgent && resource.labels['helm.sh/chart'] === undefined;
}
