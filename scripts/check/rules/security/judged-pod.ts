import type { PodToJudge, Violation } from '../../../pod-security/pod-fields.ts';
import { violationsOf } from '../../../pod-security/standard.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { injectedContainers } from '../../state/mesh.ts';
import { list } from '../../state/read.ts';
import type { Workload } from '../../state/workload.ts';
import type { Policy } from './effective-policy.ts';

export type JudgedViolation = Violation;

/** What a policy has against the pods of a workload: as they were written, and for what the mesh adds. */
export function podSecurityPod(
  state: ClusterState,
  workload: Workload,
  { level, minor }: Policy,
): { readonly own: readonly JudgedViolation[]; readonly injected: readonly JudgedViolation[] } {
  const { annotations, spec, metadataPath, specPath } = workload;
  const pod: PodToJudge = { annotations, spec };
  // An inventory keeps all that the standard judges, except for annotations, which only forbid more.
  const written = violationsOf(level, pod, minor);
  const placed = written.map(({ path, says }) => ({
    says,
    path: path[0] === 'metadata' ? [...metadataPath, ...path.slice(1)] : [...specPath, ...path.slice(1)],
  }));
  const added = injectedContainers(state, workload);
  if (added.length === 0) return { own: placed, injected: [] };
  const before = new Set(written.map(({ says }) => says));
  const values = (role: 'init' | 'main') =>
    added.filter((each) => (each.role === 'main') === (role === 'main')).map(({ value }) => value);
  const after = violationsOf(
    level,
    {
      annotations,
      spec: {
        ...spec,
        initContainers: [...values('init'), ...list(spec.initContainers)],
        containers: [...values('main'), ...list(spec.containers)],
      },
    },
    minor,
  );
  const names = new Set(added.map(({ name }) => `the container ${name} `));
  const injected = after.filter(
    ({ says }) => !before.has(says) && [...names].some((name) => says.startsWith(name)),
  );
  // The seccomp profile is the pod's: where the pod lacks it, that is said of its own containers.
  return {
    own: placed,
    injected: placed.length > 0 ? injected.filter(({ says }) => !/seccompProfile/.test(says)) : injected,
  };
}
