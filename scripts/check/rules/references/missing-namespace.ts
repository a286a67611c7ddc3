import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { isGiven } from '../../state/given.ts';
import { remembered } from '../../state/memory.ts';
import { listAt, places, text, textAt } from '../../state/read.ts';
import { unseenNamespaces } from '../../state/unseen.ts';

const SAMPLE = (namespace: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: v1
kind: Namespace
metadata: { name: billing }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: registry.example.com/web:1.0.0 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: invoices, namespace: billing }
spec:
  selector: { matchLabels: { app: invoices } }
  template:
    metadata: { labels: { app: invoices } }
    spec: { containers: [{ name: invoices, image: registry.example.com/invoices:1.0.0 }] }
`;

/** Whoever applies an object into a namespace that is not there is refused. */
export const missingNamespace: ClusterRule = {
  id: 'missing-namespace',
  severity: 'error',
  summary:
    'A namespace with workloads that nobody makes, where the tree makes the others, or a name that is nearly that of another',
  breaks:
    'The API server refuses every object of it, or the object lies in a namespace in which nobody looks.',
  pitfalls: ['X-12', 'X-22'],
  failing: SAMPLE('shops'),
  passing: SAMPLE('shop'),
  *judge(state) {
    const made = [...state.namespaces]
      .filter(([, { resource }]) => resource !== undefined)
      .map(([name]) => name);
    if (made.length === 0) return;
    yield* ofBackups(state);
    const told = new Set<string>();
    const isPractice = keepsNamespaces(state);
    for (const resource of state.resources) {
      const { namespace } = resource;
      if (namespace === '' || told.has(namespace) || resource.isExtract) continue;
      told.add(namespace);
      if (state.namespaces.get(namespace)?.resource !== undefined || isMade(state, namespace)) continue;
      const near = nearestName(namespace, made);
      const isTypo = near !== undefined && withoutNumbers(near) !== withoutNumbers(namespace);
      const runs = state.workloadsIn(namespace).some(({ resource: { isExtract } }) => !isExtract);
      if (!isTypo && !(runs && isPractice)) continue;
      yield {
        resource,
        path: ['metadata', 'namespace'],
        message: `Nobody makes the namespace ${namespace}, and the tree makes ${made.slice(0, 5).join(', ')}.`,
        fix: isTypo
          ? `Write ${near}, or make the Namespace ${namespace}.`
          : `Make the Namespace ${namespace}.`,
        ...(!isTypo && { severity: 'warning' as const }),
      };
    }
  },
};

/** A backup of a namespace that is not there is empty, and succeeds. */
function* ofBackups(state: ClusterState): Generator<Said> {
  const namespaces = [...state.namespaces.keys()];
  for (const resource of state.of('velero.io/Schedule', 'velero.io/Backup')) {
    for (const pattern of ['spec.template.includedNamespaces[]', 'spec.includedNamespaces[]']) {
      for (const { path, value } of places(resource.value, pattern)) {
        const name = text(value) ?? '*';
        if (name.includes('*') || state.namespaces.has(name)) continue;
        const near = nearestName(name, namespaces);
        if (near === undefined || withoutNumbers(near) === withoutNumbers(name)) continue;
        yield {
          resource,
          path,
          message: `There is no namespace ${name}: the backup has nothing of it, and succeeds.`,
          fix: `Write ${near}.`,
        };
      }
    }
  }
}

/** Numbers tell namespaces of one kind apart. */
function withoutNumbers(name: string): string {
  return name.replaceAll(/\d+/g, '');
}

function isMade(state: ClusterState, name: string): boolean {
  const given = isGiven({ group: '', kind: 'Namespace', namespace: '', name });
  return given || unseenNamespaces(state).has(name) || madeByApplications(state).has(name);
}

const madeByApplications = remembered(
  (state: ClusterState): ReadonlySet<string> =>
    new Set(
      state.of('argoproj.io/Application').flatMap(({ value }) => {
        const creates = listAt(value, 'spec', 'syncPolicy', 'syncOptions').includes('CreateNamespace=true');
        return creates ? (textAt(value, 'spec', 'destination', 'namespace') ?? []) : [];
      }),
    ),
);

/** Whether all but one of the namespaces with workloads have their object. */
function keepsNamespaces(state: ClusterState): boolean {
  const running = [...state.namespaces].filter(
    ([name]) => state.workloadsIn(name).length > 0 && !isMade(state, name),
  );
  const without = running.filter(([, { resource }]) => resource === undefined);
  return running.length > 1 && without.length === 1;
}
