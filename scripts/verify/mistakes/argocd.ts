import { type ClusterTree, edits, type RenderedFile } from './cluster-tree.ts';
import type { DeliberateMistake } from './deliberate-mistake.ts';

const HEALTH = 'resource.customizations.health.argoproj.io_Application';

export const argocdMistakes: readonly DeliberateMistake[] = [
  {
    step: 'argocd',
    name: 'strangers-are-admins',
    breaks: 'whoever signs in and is in no group may do everything',
    says: 'Argo CD says Yes',
    tree: (cluster) => edits(hub(cluster)?.with(['configs', 'rbac', 'policy.default'], 'role:admin')),
  },
  {
    step: 'argocd',
    name: 'waves-do-not-wait',
    breaks: 'Argo CD is not told when an Application is well, and so begins every wave at once',
    says: 'it was made before',
    tree: (cluster) =>
      edits(
        hub(cluster)?.changed((values) => {
          values.deleteIn(['configs', 'cm', HEALTH]);
        }),
      ),
  },
];

/** The values of the Argo CD of a cluster that manages itself alone: the step syncs no other. */
function hub(cluster: ClusterTree): RenderedFile | undefined {
  const elements = ['spec', 'generators', 0, 'list', 'elements'];
  const alone = cluster.kind('ApplicationSet').some((each) => each.size(...elements) === 1);
  return alone ? cluster.values('argocd') : undefined;
}
