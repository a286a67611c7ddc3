import { didYouMean, nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import { hasToken, rightsOf } from '../../state/account-rights.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { textsIn } from '../../state/mesh-hosts.ts';
import { listAt, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { API_RESOURCES } from './api-resources.ts';

const role = (resource: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: sweeper, namespace: shop }
rules: [{ apiGroups: [batch], resources: [${resource}], verbs: [list, delete] }]
`;

/** What a role names and the API does not have is accepted, and gives nothing. */
export const roleRules: ClusterRule = {
  id: 'role-rules',
  severity: 'warning',
  summary:
    'A rule of a role about a resource, a group or a verb that the API does not have, or rights that never reach their pods',
  breaks: 'The program gets 403 although its role looks right.',
  failing: role('job'),
  passing: role('jobs'),
  *judge(state) {
    for (const resource of state.of(
      'rbac.authorization.k8s.io/Role',
      'rbac.authorization.k8s.io/ClusterRole',
    )) {
      // What charts write for many versions of Kubernetes names resources that are gone, on purpose.
      if (resource.isExtract) continue;
      for (const [index, rule] of listAt(resource.value, 'rules').entries())
        yield* judgeRule(state, resource, rule, index);
    }
    yield* judgeTokens(state);
    yield* judgePlaces(state);
  },
};

/** Plurals by group: those of Kubernetes, and those of the tree's own definitions. */
const resourcesIn = remembered((state: ClusterState): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map(
    Object.entries(API_RESOURCES).map(([group, names]) => [group, new Set(names.split(' '))]),
  );
  for (const { value } of state.of('apiextensions.k8s.io/CustomResourceDefinition')) {
    const [group, plural] = [textAt(value, 'spec', 'group'), textAt(value, 'spec', 'names', 'plural')];
    if (group === undefined || plural === undefined) continue;
    const own = found.get(group) ?? new Set();
    found.set(group, own.add(plural));
  }
  return found;
});

const VERBS = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
  'use',
  'bind',
  'escalate',
  'impersonate',
  'approve',
  'sign',
  'attest',
  'proxy',
  'connect',
  'request-serviceaccounts-token-audience',
];

function* judgeRule(state: ClusterState, resource: Resource, rule: unknown, index: number): Generator<Said> {
  const groups = textsIn(listAt(rule, 'apiGroups'));
  const known = resourcesIn(state);
  for (const [at, verb] of textsIn(listAt(rule, 'verbs')).entries()) {
    if (verb === '*' || VERBS.includes(verb)) continue;
    const near = nearestName(verb, VERBS);
    const isOther =
      verb !== verb.toLowerCase() || near !== undefined || ['read', 'write', 'edit', 'remove'].includes(verb);
    if (!isOther) continue;
    yield {
      resource,
      path: ['rules', index, 'verbs', at],
      message: `The API has no verb ${verb}: the rule does not give it.`,
      fix: `Write ${VERBS.includes(verb.toLowerCase()) ? verb.toLowerCase() : (near ?? 'get, list, watch, create, update, patch or delete')}.`,
    };
  }
  for (const [at, group] of groups.entries()) {
    if (!group.includes('/') && !/^v\d/.test(group)) continue;
    yield {
      resource,
      path: ['rules', index, 'apiGroups', at],
      message: `${group} is no group but a group with a version: the rule fits no request.`,
      fix: `Write ${JSON.stringify(group.includes('/') ? group.slice(0, group.indexOf('/')) : '')}.`,
    };
    return;
  }
  if (groups.includes('*')) return;
  const own = groups.map((group) => known.get(group));
  // Of a group whose definitions are elsewhere nobody here knows the resources.
  if (own.length === 0 || own.some((each) => each === undefined)) return;
  const plurals = own.flatMap((each) => [...(each ?? [])]);
  for (const [at, name] of textsIn(listAt(rule, 'resources')).entries()) {
    const [plural = '', sub] = name.split('/');
    const path = ['rules', index, 'resources', at];
    if (plural !== '*' && plural !== 'signers' && !plurals.includes(plural)) {
      // The tree may have a part of the definitions of a group only.
      const isOwn = groups.every((group) => Object.hasOwn(API_RESOURCES, group));
      if (!isOwn && nearestName(plural, plurals) === undefined) continue;
      const other = [...known].find(([, names]) => names.has(plural));
      yield {
        resource,
        path,
        message:
          other === undefined
            ? `The API has no resource ${plural} in ${groups.map((group) => group || 'the core').join(', ')}: the rule gives nothing.`
            : `${plural} are of the group ${other[0] === '' ? '"" (the core)' : other[0]}, and not of ${groups.map((group) => group || 'the core').join(', ')}: the rule gives nothing.`,
        fix:
          other === undefined
            ? `Write a plural in small letters${didYouMean(plural, plurals)}.`
            : `Write apiGroups: [${other[0] === '' ? '""' : other[0]}] for it.`,
      };
    } else if (
      sub !== undefined &&
      sub !== '*' &&
      groups.every((group) => known.has(group) && Object.hasOwn(API_RESOURCES, group)) &&
      !SUB.includes(sub)
    ) {
      yield {
        resource,
        path,
        message: `There is no ${name}: ${plural} have no ${sub}, so the rule gives nothing.`,
        fix: `Write one of those that there are${didYouMean(sub, SUB)}.`,
      };
    }
  }
}

const SUB = [
  'status',
  'scale',
  'log',
  'exec',
  'attach',
  'portforward',
  'proxy',
  'eviction',
  'binding',
  'ephemeralcontainers',
  'token',
  'finalize',
  'finalizers',
  'approval',
  'resize',
  'metrics',
  'stats',
  'spec',
  'checkpoint',
  'configz',
  'healthz',
  'pods',
];

/** Rights of an account whose pods have no token. */
function* judgeTokens(state: ClusterState): Generator<Said> {
  for (const workload of state.workloads) {
    const [binding] = rightsOf(state, workload);
    if (binding === undefined || workload.resource.isExtract || workload.isMade || hasToken(state, workload))
      continue;
    const all = state
      .workloadsIn(workload.namespace)
      .filter(({ serviceAccount }) => serviceAccount === workload.serviceAccount);
    if (all.some((each) => hasToken(state, each)) || workload.serviceAccount === 'default') continue;
    yield {
      resource: workload.resource,
      path: [...workload.specPath, 'automountServiceAccountToken'],
      message: `${binding.kind} ${binding.name} gives ServiceAccount ${workload.namespace}/${workload.serviceAccount} rights in the API, and its pods get no token (automountServiceAccountToken is false): each call gets 401.`,
      fix: 'Write automountServiceAccountToken: true at the pods that call the API, or take the rights out.',
    };
  }
}

/** Monitoring looks into namespaces whose workloads others bring. */
function isOnlyRead(state: ClusterState, { value, namespace }: Resource): boolean {
  const kind = textAt(value, 'roleRef', 'kind') ?? '';
  const name = textAt(value, 'roleRef', 'name') ?? '';
  const role = state.find(`rbac.authorization.k8s.io/${kind}`, kind === 'ClusterRole' ? '' : namespace, name);
  const verbs = listAt(role?.value, 'rules').flatMap((rule) => textsIn(listAt(rule, 'verbs')));
  return verbs.length > 0 && verbs.every((verb) => ['get', 'list', 'watch'].includes(verb));
}

/** Rights hold in the namespace of the binding. */
function* judgePlaces(state: ClusterState): Generator<Said> {
  for (const resource of state.of('rbac.authorization.k8s.io/RoleBinding')) {
    if (resource.isExtract || resource.namespace !== 'default') continue;
    const accounts = listAt(resource.value, 'subjects').filter(
      (each) => textAt(each, 'kind') === 'ServiceAccount',
    );
    const namespaces = new Set(accounts.map((each) => textAt(each, 'namespace') ?? resource.namespace));
    const [only] = namespaces;
    if (
      namespaces.size !== 1 ||
      only === undefined ||
      only === 'default' ||
      state.workloadsIn('default').length > 0
    )
      continue;
    if (!state.namespaces.has(only) || isOnlyRead(state, resource)) continue;
    yield {
      resource,
      path: ['metadata', 'namespace'],
      message: `The binding gives an account of ${only} rights in the namespace default, where the tree has no workload: the objects of ${only} stay out of reach.`,
      fix: `Write namespace: ${only} at the binding and its role.`,
    };
  }
}
