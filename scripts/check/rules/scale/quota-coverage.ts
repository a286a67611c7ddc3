import type { ClusterRule } from '../../rule.ts';
import { practiceOf } from '../../state/practice.ts';
import { unseenNamespaces } from '../../state/unseen.ts';
import { deployment } from '../sample-workloads.ts';

const namespaces = ['one', 'two', 'three', 'four'];
const quota = (namespace: string) => `
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: all, namespace: ${namespace} }
spec: { hard: { pods: "10" } }
`;
const workloads = namespaces
  .map(
    (namespace) =>
      deployment('web', { namespace }) +
      `\n---\napiVersion: v1\nkind: Namespace\nmetadata: { name: ${namespace} }\n`,
  )
  .join('');

/** A namespace that others' habit would give a quota, and a quota over nothing. */
export const quotaCoverage: ClusterRule = {
  id: 'quota-coverage',
  severity: 'info',
  summary: 'A namespace without a quota where the others have one, or a quota over a namespace without pods',
  breaks:
    'What one namespace takes without a limit is missing in the others. A quota over nothing is often one with the wrong namespace.',
  pitfalls: ['X-34', 'X-22'],
  failing: workloads + namespaces.slice(1).map(quota).join(''),
  passing: workloads + namespaces.map(quota).join(''),
  *judge(state) {
    const quotas = state.of('/ResourceQuota');
    if (quotas.length === 0) return;
    const covered = new Set(quotas.map(({ namespace }) => namespace));
    const unseen = unseenNamespaces(state);
    const own = [...state.namespaces].filter(
      ([name, { resource }]) =>
        resource !== undefined && !unseen.has(name) && state.workloadsIn(name).some(({ isMade }) => !isMade),
    );
    for (const [name, { resource }] of practiceOf(own, ([name]) => covered.has(name))?.lacks ?? []) {
      if (resource === undefined) continue;
      yield {
        severity: 'warning',
        resource,
        path: [],
        message: `The namespace ${name} has pods and no ResourceQuota; the other namespaces with pods have one.`,
        fix: 'Write a ResourceQuota for it, from the largest scale of its workloads.',
      };
    }
    for (const resource of quotas) {
      const { namespace, isExtract } = resource;
      if (isExtract || unseen.has(namespace) || state.workloadsIn(namespace).length > 0) continue;
      yield {
        resource,
        path: ['metadata', 'namespace'],
        severity: state.namespaces.get(namespace)?.resource === undefined ? 'warning' : 'info',
        message: `The tree has no pods in ${namespace}: the quota limits nothing.`,
        fix: 'Write the namespace of the workloads that it is for, or remove it.',
      };
    }
  },
};
