import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { grantsIn, type Permission, permissionsOf, says } from './permissions.ts';

const role = (rule: string) => `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: sweeper, namespace: shop }
rules: [${rule}]
`;
const READS = ['get', 'list', 'watch'];

/** What a role allows besides what was meant. */
export const wideRoles: ClusterRule = {
  id: 'role-too-wide',
  severity: 'warning',
  summary: 'A role that allows everything, reads every Secret of the cluster, or can give itself more',
  breaks:
    'Whoever takes over a program with it has the namespace or the cluster: its Secrets, its pods, or any role.',
  failing: role('{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }'),
  passing: role('{ apiGroups: [batch], resources: [jobs], verbs: [get, list, delete] }'),
  *judge(state) {
    for (const resource of state.of(
      'rbac.authorization.k8s.io/Role',
      'rbac.authorization.k8s.io/ClusterRole',
    )) {
      // The roles of charts are those of their programs: who installs one has chosen that.
      if (resource.isExtract || (resource.labels['helm.sh/chart'] ?? resource.labels.chart) !== undefined)
        continue;
      const isAggregated = Object.keys(resource.labels).some((label) =>
        label.startsWith('rbac.authorization.k8s.io/aggregate-to'),
      );
      if (isAggregated) continue;
      for (const permission of permissionsOf(resource)) yield* judge(state, permission);
    }
  },
};

function* judge(state: ClusterState, permission: Permission): Iterable<Said> {
  const { resource, path, groups, resources, verbs, names } = permission;
  const grants = grantsIn(state, resource);
  const isForPeople = grants.length > 0 && grants.every(({ kind }) => kind !== 'ServiceAccount');
  const isEverywhere =
    resource.kind === 'ClusterRole' &&
    (grants.length === 0 || grants.some(({ binding }) => binding.kind === 'ClusterRoleBinding'));
  const said = (message: string, fix: string): Said => ({
    resource,
    path,
    severity: isForPeople ? 'info' : 'warning',
    message,
    fix,
  });
  if (resources.includes('*') && verbs.includes('*') && (groups.includes('*') || groups.includes(''))) {
    yield said(
      `It allows every verb on every resource (*)${groups.includes('*') ? '' : ' of the core group'}${isEverywhere ? ' of the cluster' : ''}.`,
      'Write the groups, resources and verbs that are needed.',
    );
    return;
  }
  const isRbac = says(groups, 'rbac.authorization.k8s.io');
  if (
    isRbac &&
    says(resources, 'roles', 'clusterroles') &&
    (verbs.includes('escalate') || verbs.includes('bind') || (verbs.includes('*') && names.length === 0))
  ) {
    yield said(
      'With escalate or bind on roles it can give itself any permission.',
      'Leave escalate and bind out, or name the roles in resourceNames.',
    );
    return;
  }
  if (
    verbs.includes('impersonate') ||
    (verbs.includes('*') &&
      resources.some((each) => ['users', 'groups', 'serviceaccounts'].includes(each)) &&
      groups.includes(''))
  ) {
    if (verbs.includes('impersonate') && names.length === 0) {
      yield said('With impersonate it can be anybody.', 'Name whom it may be in resourceNames.');
      return;
    }
  }
  if (!says(groups, '')) return;
  const touchesSecrets = resources.some((each) => each === 'secrets' || each === '*');
  if (touchesSecrets && isEverywhere && names.length === 0 && says(verbs, ...READS)) {
    yield said(
      'It reads every Secret of the cluster (secrets).',
      'Give it a Role in the namespaces that it needs, or resourceNames.',
    );
  } else if (
    resources.some((each) => each === 'pods/exec' || each === 'pods/attach') &&
    isEverywhere &&
    says(verbs, 'create', 'get')
  ) {
    yield said(
      'It runs commands in every pod of the cluster (pods/exec).',
      'Give it a Role in the namespaces that it needs.',
    );
  } else if (resources.includes('nodes/proxy') && says(verbs, 'create', 'get')) {
    yield {
      ...said(
        'With nodes/proxy it reaches the kubelets, and runs commands in every pod.',
        'Ask for nodes/metrics, nodes/stats or nodes/log.',
      ),
      severity: 'info',
    };
  } else if (
    resources.includes('serviceaccounts/token') &&
    isEverywhere &&
    names.length === 0 &&
    says(verbs, 'create')
  ) {
    yield said(
      'It makes tokens of every ServiceAccount of the cluster.',
      'Name the accounts in resourceNames, in a Role.',
    );
  }
}
