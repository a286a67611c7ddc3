import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { practiceOf } from '../../state/practice.ts';
import { listAt } from '../../state/read.ts';
import type { Workload } from '../../state/workload.ts';
import { deployment } from '../sample-workloads.ts';
import { imagesIn } from './images.ts';

const pull = 'imagePullSecrets: [{ name: registry }]';
const others = ['web', 'api', 'worker'].map((name) => deployment(name, { pod: pull })).join('');

/** What its neighbours need to get their images. */
export const pullSecrets: ClusterRule = {
  id: 'image-without-pull-secret',
  severity: 'warning',
  summary: 'A workload without the pull secret that others of the same registry have',
  breaks:
    'On a node that does not have the image yet its pods stay in ImagePullBackOff: at the next scale-up or drain.',
  failing: others + deployment('mail'),
  passing: others + deployment('mail', { pod: pull }),
  *judge(state) {
    const registries = new Map<string, Set<Workload>>();
    const byResource = new Map(state.workloads.map((workload) => [workload.resource, workload]));
    for (const { resource, registry } of imagesIn(state)) {
      const workload = byResource.get(resource);
      if (workload === undefined) continue;
      const known = registries.get(registry) ?? new Set();
      registries.set(registry, known.add(workload));
    }
    for (const [registry, workloads] of registries) {
      for (const { resource, specPath, kind, name } of practiceOf([...workloads], (each) =>
        hasSecret(state, each),
      )?.lacks ?? []) {
        yield {
          resource,
          path: specPath,
          message: `${kind} ${name} pulls from ${registry} without a secret; the others have imagePullSecrets.`,
          fix: 'Write the imagePullSecrets that the others have.',
        };
      }
    }
  },
};

function hasSecret(state: ClusterState, { spec, namespace, serviceAccount }: Workload): boolean {
  const account = state.find('/ServiceAccount', namespace, serviceAccount);
  return listAt(spec, 'imagePullSecrets').length > 0 || listAt(account?.value, 'imagePullSecrets').length > 0;
}
