import type { ClusterRule } from '../../rule.ts';
import { practiceOf } from '../../state/practice.ts';
import { fieldsAt, listAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { unseenNamespaces } from '../../state/unseen.ts';
import { deployment } from '../sample-workloads.ts';

const namespaces = ['one', 'two', 'three', 'four'];
const all = namespaces
  .map(
    (namespace) =>
      `${deployment('web', { namespace })}---\napiVersion: v1\nkind: Namespace\nmetadata: { name: ${namespace} }\n`,
  )
  .join('');
const deny = (namespace: string) => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: ${namespace} }
spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
`;

/** A namespace in which what no policy names is open. */
export const defaultDeny: ClusterRule = {
  id: 'namespace-without-default-deny',
  severity: 'warning',
  summary: 'A namespace with pods and no policy that denies what is not allowed, where the others have one',
  breaks: 'Pods that no other policy selects are open to the whole cluster, and reach all of it.',
  pitfalls: ['X-102', 'X-17'],
  failing: all + namespaces.slice(1).map(deny).join(''),
  passing: all + namespaces.map(deny).join(''),
  *judge(state) {
    const unseen = unseenNamespaces(state);
    const denied = new Set(
      state
        .of('networking.k8s.io/NetworkPolicy')
        .filter(isDefault)
        .map(({ namespace }) => namespace),
    );
    const own = [...state.namespaces].flatMap(([name, { resource }]) =>
      resource === undefined ||
      unseen.has(name) ||
      state.workloadsIn(name).every(({ hostNetwork }) => hostNetwork)
        ? []
        : [{ name, resource }],
    );
    for (const { name, resource } of practiceOf(own, ({ name }) => denied.has(name))?.lacks ?? []) {
      yield {
        resource,
        path: [],
        message: `No NetworkPolicy of ${name} denies what is not allowed; the other namespaces have one.`,
        fix: 'Write a NetworkPolicy with podSelector: {} and policyTypes: [Ingress, Egress], without rules.',
      };
    }
  },
};

function isDefault({ value }: Resource): boolean {
  return (
    Object.keys(fieldsAt(value, 'spec', 'podSelector')).length === 0 &&
    listAt(value, 'spec', 'ingress').length === 0
  );
}
