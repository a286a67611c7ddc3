import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import type { Resource } from '../../state/resource.ts';
import { applicationsOf } from './applications.ts';

const NAMESPACES = (labels: string) =>
  ['shop', 'cart', 'search', 'mail']
    .map(
      (name, index) => `---
apiVersion: v1
kind: Namespace
metadata: { name: ${name}${index === 3 ? labels : ', labels: { pod-security.kubernetes.io/enforce: restricted }'} }
`,
    )
    .join('');

export const namespaceBare: ClusterRule = {
  id: 'namespace-unlike-others',
  severity: 'warning',
  summary:
    'A namespace without the Pod Security level, the label for injection or the quota that its neighbours have',
  breaks:
    'What holds everywhere else is off there: any pod is admitted, nothing is encrypted, one workload takes all nodes.',
  pitfalls: ['X-12', 'X-34'],
  failing: NAMESPACES(''),
  passing: NAMESPACES(', labels: { pod-security.kubernetes.io/enforce: baseline }'),
  *judge(state) {
    const namespaces = state.of('/Namespace').filter(({ isExtract }) => !isExtract);
    yield* ofSecurity(namespaces);
    yield* ofQuota(state, namespaces);
    yield* ofCreated(state, namespaces);
  },
};

const ENFORCE = 'pod-security.kubernetes.io/enforce';
const AGREEING = 3;

function* ofSecurity(namespaces: readonly Resource[]): Generator<Said> {
  const without = namespaces.filter(
    ({ labels, name }) => labels[ENFORCE] === undefined && !/^kube-|^default$/.test(name),
  );
  if (namespaces.length - without.length < AGREEING || without.length > namespaces.length / 4) return;
  for (const resource of without) {
    yield {
      resource,
      path: ['metadata', 'labels'],
      message: `It has no ${ENFORCE}, as ${namespaces.length - without.length} others have: it admits any pod.`,
      fix: `Write ${ENFORCE}: restricted, or the level that its pods need.`,
    };
  }
}

/** A quota where nothing runs, while there is none where something does. */
function* ofQuota(state: ClusterState, namespaces: readonly Resource[]): Generator<Said> {
  const quotas = state.of('/ResourceQuota').filter(({ isExtract }) => !isExtract);
  const limited = new Set(quotas.map(({ namespace }) => namespace));
  const running = namespaces.filter(({ name }) =>
    state.workloadsIn(name).some(({ resource }) => !resource.isExtract),
  );
  const bare = running.filter(({ name }) => !limited.has(name));
  for (const resource of quotas) {
    if (state.workloadsIn(resource.namespace).length > 0 || !state.namespaces.has(resource.namespace))
      continue;
    // One for what comes later has another name than what is there.
    const near = nearestName(
      resource.namespace,
      bare.map(({ name }) => name),
    );
    if (near === undefined) continue;
    yield {
      resource,
      path: ['metadata', 'namespace'],
      severity: 'warning',
      message: `Nothing of the tree runs in ${resource.namespace}, and ${near}, where something does, has no quota.`,
      fix: `Put the quota into ${near}, the namespace of the workloads.`,
    };
  }
  if (limited.size < AGREEING || bare.length > running.length / 4) return;
  for (const resource of bare) {
    yield {
      resource,
      path: [],
      severity: 'info',
      message: `It has no ResourceQuota, as ${limited.size} other namespaces have.`,
      fix: 'Write a quota for what runs in it.',
    };
  }
}

/** Argo CD makes a namespace without the labels that others have. */
function* ofCreated(state: ClusterState, namespaces: readonly Resource[]): Generator<Said> {
  const labelled = namespaces.filter(
    ({ labels }) =>
      labels[ENFORCE] !== undefined ||
      labels['istio-injection'] !== undefined ||
      labels['istio.io/rev'] !== undefined,
  );
  if (labelled.length === 0) return;
  for (const { resource, specPath, options, destination, spec } of applicationsOf(state)) {
    const made = destination.namespace;
    if (
      made === undefined ||
      !options.includes('CreateNamespace=true') ||
      namespaces.some(({ name }) => name === made)
    )
      continue;
    const policy = Object(spec.syncPolicy);
    if (Object.hasOwn(policy, 'managedNamespaceMetadata')) continue;
    const isElsewhere =
      destination.name !== undefined &&
      destination.name !== 'in-cluster' &&
      destination.name !== state.cluster;
    if (isElsewhere) continue;
    yield {
      resource,
      path: [...specPath, 'syncPolicy', 'syncOptions'],
      message: `CreateNamespace makes ${made} without labels: neither Pod Security nor injection, as ${labelled.length} namespaces of the tree have them.`,
      fix: 'Add a Namespace with its labels in an earlier wave, or managedNamespaceMetadata.',
    };
  }
}
