import type { ClusterRule, Said } from '../../rule.ts';
import { textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { grantsOf } from './permissions.ts';

const EVERYBODY: Readonly<Record<string, string>> = {
  'system:unauthenticated': 'whoever reaches the API server, without a name',
  'system:anonymous': 'whoever reaches the API server, without a name',
  'system:authenticated': 'every account, also those of other projects of some clouds',
  'system:serviceaccounts': 'every pod of the cluster',
};
/** What Kubernetes itself gives to everybody. */
const PUBLIC = new Set([
  'system:public-info-viewer',
  'system:discovery',
  'system:basic-user',
  'system:service-account-issuer-discovery',
]);
const binding = (group: string) => `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: reader, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: "${group}" }]
`;

/** A role that is given to more than was meant. */
export const wideBindings: ClusterRule = {
  id: 'role-given-to-all',
  severity: 'error',
  summary:
    'A role that is given to everybody, to the account that pods have by default, or cluster-admin to a program',
  breaks: 'Whoever reaches the API server, or takes over any pod, has what the role allows.',
  failing: binding('system:unauthenticated'),
  passing: binding('shop-developers'),
  *judge(state) {
    for (const resource of state.of(
      'rbac.authorization.k8s.io/ClusterRoleBinding',
      'rbac.authorization.k8s.io/RoleBinding',
    )) {
      yield* judge(resource);
    }
  },
};

function* judge(resource: Resource): Iterable<Said> {
  const role = textAt(resource.value, 'roleRef', 'name') ?? '';
  const isWide = resource.kind === 'ClusterRoleBinding';
  for (const { path, kind, namespace, name } of grantsOf(resource)) {
    const everybody =
      EVERYBODY[name] ??
      (kind === 'Group' && /^system:serviceaccounts:/.test(name) ? 'every pod of a namespace' : undefined);
    if (everybody !== undefined && !PUBLIC.has(role)) {
      yield {
        resource,
        path,
        severity: name.startsWith('system:serviceaccounts:') ? 'warning' : 'error',
        message: `${role} is given to ${name}: ${everybody}.`,
        fix: 'Name the accounts or groups that need it.',
      };
      continue;
    }
    if (kind !== 'ServiceAccount') continue;
    if (name === 'default' && !resource.isExtract) {
      yield {
        resource,
        path,
        severity: 'warning',
        message: `${role} is given to the account default of ${namespace}: every pod there that names none has it.`,
        fix: 'Make a ServiceAccount for the pods that need it.',
      };
    } else if (role === 'cluster-admin' || (isWide && role === 'admin')) {
      yield {
        resource,
        path: ['roleRef', 'name'],
        severity: resource.isExtract || isOfChart(resource) ? 'info' : 'warning',
        message: `${role} is given to the program ${namespace}/${name}: whoever takes it over has ${isWide ? 'the cluster' : 'the namespace'}.`,
        fix: 'Write a role with what it needs.',
      };
    }
  }
}

/** Charts of programs that rule a cluster say for themselves what they need. */
function isOfChart({ labels }: Resource): boolean {
  return (labels['helm.sh/chart'] ?? labels.chart) !== undefined;
}
