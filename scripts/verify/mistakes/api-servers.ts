import { applicationOf, CONTAINER, restrictedWorkload, workloads } from './chosen.ts';
import { type ClusterTree, edits } from './cluster-tree.ts';
import type { DeliberateMistake } from './deliberate-mistake.ts';

const WAVE = ['metadata', 'annotations', 'argocd.argoproj.io/sync-wave'] as const;

/** Puts the Application with the objects of a kind after all others. */
const last = (kind: string) => (cluster: ClusterTree) =>
  edits(applicationOf(cluster, kind)?.with(WAVE, '1000'));

export const apiServersMistakes: readonly DeliberateMistake[] = [
  {
    step: 'api-servers',
    name: 'unknown-field',
    breaks: 'a container has a field that Kubernetes does not know',
    says: 'imagePullPolcy',
    tree: (cluster) => edits(workloads(cluster)[0]?.with([...CONTAINER, 'imagePullPolcy'], 'Always')),
  },
  {
    step: 'api-servers',
    name: 'resource-before-its-definition',
    breaks: 'constraints come in a wave before the templates that define their kinds (X-86)',
    says: 'no such kind',
    tree: last('ConstraintTemplate'),
  },
  {
    step: 'api-servers',
    name: 'objects-before-their-namespace',
    breaks: 'the namespaces come in a wave after what is in them (X-12)',
    says: 'not found',
    tree: last('Namespace'),
  },
  {
    step: 'api-servers',
    name: 'immutable-field',
    breaks: 'a second file has the same workload with another selector, which no update may change',
    says: 'immutable',
    tree: (cluster) => {
      const [path, text] =
        cluster.kind('Deployment')[0]?.changed((workload) => {
          workload.setIn(['spec', 'selector', 'matchLabels', 'again'], 'true');
          workload.setIn(['spec', 'template', 'metadata', 'labels', 'again'], 'true');
        }) ?? [];
      return edits(path === undefined ? undefined : [path.replace(/\.yaml$/, '-again.yaml'), text]);
    },
  },
  {
    step: 'api-servers',
    name: 'quota-too-small',
    breaks: 'a quota has no room for the pods of its namespace (X-31)',
    says: 'exceeded quota',
    tree: (cluster) =>
      edits(...cluster.kind('ResourceQuota').map((quota) => quota.with(['spec', 'hard', 'pods'], 0))),
  },
  {
    step: 'api-servers',
    name: 'no-service-account',
    breaks: 'pods name a ServiceAccount that nobody creates (X-2)',
    says: 'service account',
    tree: (cluster) => {
      const used = new Set(
        workloads(cluster).map(
          (each) =>
            `${each.at('metadata', 'namespace')}/${each.at('spec', 'template', 'spec', 'serviceAccountName')}`,
        ),
      );
      const account = cluster
        .kind('ServiceAccount')
        .find((each) => used.has(`${each.at('metadata', 'namespace')}/${each.at('metadata', 'name')}`));
      return edits(account && [account.path, undefined]);
    },
  },
  {
    step: 'api-servers',
    name: 'weak-security-context',
    breaks: 'a container in a restricted namespace may gain rights (X-29)',
    says: 'violates PodSecurity',
    tree: (cluster) =>
      edits(
        restrictedWorkload(cluster)?.with(
          [...CONTAINER, 'securityContext', 'allowPrivilegeEscalation'],
          true,
        ),
      ),
  },
  {
    step: 'api-servers',
    name: 'deprecated-label',
    breaks: 'a workload chooses its nodes by a label that Kubernetes has replaced',
    says: 'deprecated since',
    tree: (cluster) =>
      edits(
        workloads(cluster)[0]?.with(
          ['spec', 'template', 'spec', 'nodeSelector', 'beta.kubernetes.io/os'],
          'linux',
        ),
      ),
  },
  {
    step: 'api-servers',
    name: 'deprecated-kind',
    breaks: 'the addresses of a Service are written down as Endpoints, which EndpointSlices replace',
    says: 'requests of a deprecated API',
    tree: (cluster) => {
      const [path, text] =
        cluster.kind('Service')[0]?.changed((service) => {
          service.set('kind', 'Endpoints');
          service.delete('spec');
        }) ?? [];
      return edits(path === undefined ? undefined : [path.replace(/\.yaml$/, '-endpoints.yaml'), text]);
    },
  },
];
