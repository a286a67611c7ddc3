import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { isGiven } from '../../state/given.ts';
import { productsOf } from '../../state/products.ts';
import { textAt } from '../../state/read.ts';
import { type Identity, keyOf, type Resource } from '../../state/resource.ts';
import { isAddOnNamespace, unseenNamespaces } from '../../state/unseen.ts';
import { isReadByRight, wordsIn } from './nobody-reads.ts';
import { referencesTo } from './references-in.ts';

const SAMPLE = (name: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: web, namespace: shop }
data: { mode: fast }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: server
          image: registry.example.com/server:1.0.0
          envFrom: [{ configMapRef: { name: ${name}, optional: true } }]
`;

/** What is made and read by nobody is left over, or its reader names another one. */
export const unusedSecret: ClusterRule = {
  id: 'unused-secret-or-config-map',
  severity: 'warning',
  summary: 'A Secret or ConfigMap that nothing in the tree names',
  breaks:
    'Nothing at once: what it was to set is not set, and a Secret that nobody needs can still be stolen.',
  pitfalls: ['X-53', 'X-102', 'X-107'],
  failing: SAMPLE('server'),
  passing: SAMPLE('web'),
  *judge(state) {
    for (const resource of state.of('/Secret', '/ConfigMap')) {
      if (!isSelected(resource) && !isGiven(resource)) yield* saidOf(state, resource, resource);
    }
    for (const resource of state.of('external-secrets.io/ExternalSecret', 'bitnami.com/SealedSecret')) {
      for (const product of productsOf(resource, state)) {
        if (!isSelected(resource)) yield* saidOf(state, resource, product);
      }
    }
  },
};

/** Labels and types by which something finds it without a name, as dashboards, repositories and releases are found. */
function isSelected({ labels, annotations, value, isExtract }: Resource): boolean {
  if (isExtract) return true;
  const template = { ...templateLabels(value), ...labels };
  const own = Object.keys(template).some(
    (key) =>
      !/^(?:app\.kubernetes\.io\/.+|app|name|team|component|tier|version|environment|helm\.sh\/.+|part-of|kustomize\..+)$/.test(
        key,
      ),
  );
  const typed = !['Opaque', undefined, 'kubernetes.io/basic-auth'].includes(textAt(value, 'type'));
  const copied = Object.keys(annotations).some((key) => /(?:reflector|replicator|kubed|hook)/.test(key));
  return own || typed || copied;
}

function templateLabels(value: unknown): object {
  const paths = [
    ['spec', 'target', 'template', 'metadata', 'labels'],
    ['spec', 'template', 'metadata', 'labels'],
  ];
  return Object.assign({}, ...paths.map((path) => (typeof path === 'object' ? read(value, path) : {})));
}

function read(value: unknown, path: readonly string[]): object {
  const found = path.reduce<unknown>(
    (each, step) => (typeof each === 'object' && each !== null ? Reflect.get(each, step) : undefined),
    value,
  );
  return typeof found === 'object' && found !== null ? found : {};
}

function* saidOf(state: ClusterState, resource: Resource, target: Identity): Generator<Said> {
  const { kind, namespace, name } = target;
  if (kind !== 'Secret' && kind !== 'ConfigMap') return;
  if (unseenNamespaces(state).has(namespace) || isAddOnNamespace(namespace)) return;
  // Without a workload that the tree shows, its readers may be elsewhere.
  if (state.workloadsIn(namespace).length === 0) return;
  if ((referencesTo(state).get(keyOf(target)) ?? []).some((reference) => reference.resource !== resource))
    return;
  if (isNamed(state, resource, name) || isReadByRight(state, target)) return;
  yield {
    resource,
    path: resource.kind === kind ? [] : ['metadata', 'name'],
    message: `Nothing in the tree names the ${kind} ${namespace}/${name}.`,
    fix: `Take it out, or name it where it is to be read.`,
  };
}

/** Its maker may carry the same name, which names nobody. */
function isNamed(state: ClusterState, resource: Resource, name: string): boolean {
  const isMade = resource.kind !== 'Secret' && resource.kind !== 'ConfigMap';
  const own = isMade && textAt(resource.value, 'spec', 'target', 'name') === name;
  return !own && wordsIn(state).has(name);
}
