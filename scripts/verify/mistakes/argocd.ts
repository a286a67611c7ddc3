import { type ClusterTree, edits, type RenderedFile } from './cluster-tree.ts';
import type { DeliberateMistake } from './deliberate-mistake.ts';

/** The check of when an Application is well. */
const CHECK = ['configs', 'cm', 'resource.customizations.health.argoproj.io_Application'] as const;

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
          values.deleteIn(CHECK);
        }),
      ),
  },
  {
    step: 'argocd',
    name: 'failed-sync-wakes-nobody',
    breaks: 'the alert of syncs knows those that broke off, and not those whose objects the server refused',
    says: 'no alert looks at what argocd_app_sync_total says',
    tree: (cluster) => edits(withoutFailed(cluster)),
  },
  {
    step: 'argocd',
    name: 'smoke-test-after-failures-alone',
    breaks:
      'a smoke test runs only after a sync that has failed anyway, so a version that answers nobody passes',
    says: 'it fails, and',
    tree: (cluster) =>
      edits(
        ...(hub(cluster) === undefined ? [] : cluster.kind('Job'))
          .filter((each) => each.at('metadata', 'name')?.endsWith('-smoke-test') === true)
          .map((each) => each.with(['metadata', 'annotations', 'argocd.argoproj.io/hook'], 'SyncFail')),
      ),
  },
  {
    step: 'argocd',
    name: 'project-holds-up-its-applications',
    breaks:
      'the root waits for a project that leaves, which waits for the Applications that the root would prune afterwards',
    says: 'it hangs',
    tree: (cluster) =>
      edits(
        ...(hub(cluster) === undefined ? [] : cluster.kind('AppProject')).map((each) =>
          each.changed((project) => {
            project.deleteIn(['metadata', 'annotations', 'argocd.argoproj.io/ignore-healthcheck']);
          }),
        ),
      ),
  },
  {
    step: 'argocd',
    name: 'failed-sync-counts-for-ever',
    breaks: 'a sync that failed holds up the root also after what it failed with was taken back',
    says: 'it is taken back, and the root waits',
    tree: (cluster) => edits(withHealth(cluster, 'not refused(applied)', 'true')),
  },
  {
    step: 'argocd',
    name: 'question-holds-up-its-applications',
    breaks:
      'an Application that asks a person before it prunes holds up the root, and so what leaves with it',
    says: 'it hangs',
    tree: (cluster) => edits(withHealth(cluster, 'if unconfirmed(operation, status.resources)', 'if false')),
  },
];

/** The values with another check of when an Application is well. */
function withHealth(
  cluster: ClusterTree,
  text: string,
  instead: string,
): readonly [path: string, text: string] | undefined {
  const values = hub(cluster);
  const check = values?.at(...CHECK);
  return check?.includes(text) ? values?.with(CHECK, check.replace(text, instead)) : undefined;
}

/** The rules about syncs, which count no failed one any more. */
function withoutFailed(cluster: ClusterTree): readonly [path: string, text: string] | undefined {
  if (hub(cluster) === undefined) return undefined;
  const before = 'argocd_app_sync_total{phase=~"Error|Failed"}';
  for (const rules of cluster.kind('PrometheusRule')) {
    const [path, text] = rules.changed(() => {});
    if (text.includes(before)) return [path, text.replaceAll(before, 'argocd_app_sync_total{phase="Error"}')];
  }
  return undefined;
}

/** The values of the Argo CD of a cluster that manages itself alone: the step syncs no other. */
function hub(cluster: ClusterTree): RenderedFile | undefined {
  const elements = ['spec', 'generators', 0, 'list', 'elements'];
  const alone = cluster.kind('ApplicationSet').some((each) => each.size(...elements) === 1);
  return alone ? cluster.values('argocd') : undefined;
}
