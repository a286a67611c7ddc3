import { CONTAINER, workloads } from './chosen.ts';
import { type ClusterTree, type Edits, edits } from './cluster-tree.ts';
import type { DeliberateMistake } from './deliberate-mistake.ts';

const CONSTRAINTS = 'constraints.gatekeeper.sh';

export const gatekeeperMistakes: readonly DeliberateMistake[] = [
  {
    step: 'gatekeeper',
    name: 'privileged-pod',
    breaks: 'a container owns its node',
    says: 'is privileged',
    tree: privilegedPod,
  },
  {
    step: 'gatekeeper',
    name: 'policy-matches-nothing',
    breaks: 'a policy with exemptions matches no object any more, and so refuses nothing',
    says: 'an exemption is not needed any more',
    tree: (cluster) =>
      edits(
        ...cluster
          .group(CONSTRAINTS)
          .filter((each) => each.size('spec', 'parameters', 'exemptions') > 0)
          .slice(0, 1)
          .map((each) =>
            each.with(['spec', 'match', 'kinds'], [{ apiGroups: ['example.com'], kinds: ['None'] }]),
          ),
      ),
  },
  {
    step: 'gatekeeper',
    name: 'rule-is-empty',
    breaks: 'the rule of a template finds no violation, whatever it is shown',
    says: 'unexpected number of violations',
    tree: emptyRule,
  },
];

export function privilegedPod(cluster: ClusterTree): Edits {
  return edits(
    workloads(cluster)[0]?.changed((workload) => {
      // An API server takes no privileged container that may not gain rights, and asks no policy about it.
      for (const right of ['privileged', 'allowPrivilegeEscalation'])
        workload.setIn([...CONTAINER, 'securityContext', right], true);
    }),
  );
}

/** A rule that compiles and finds nothing. */
export function emptyRule(cluster: ClusterTree): Edits {
  return edits(
    cluster.kind('ConstraintTemplate')[0]?.changed((template) => {
      const source = ['spec', 'targets', 0, 'code', 0, 'source', 'rego'];
      const [head = ''] = String(template.getIn(source)).split('\n');
      template.setIn(source, `${head}\n\nviolation contains {"msg": msg} if {\n  false\n  msg := ""\n}\n`);
    }),
  );
}
