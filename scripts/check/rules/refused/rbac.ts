import { fields, isFields, list, text } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { dnsSubdomain, pathSegment } from './forms.ts';
import { labelSelectorFaults } from './selectors.ts';
import { fault, type Judged, type Topic } from './topic.ts';

const GROUP = 'rbac.authorization.k8s.io';

function* ruleFaults(kind: string, value: Judged['value']): Generator<Fault> {
  for (const [index, rule] of list(value.rules).entries()) {
    if (!isFields(rule)) continue;
    const path = ['rules', index];
    const [urls, resources, groups] = [
      list(rule.nonResourceURLs),
      list(rule.resources),
      list(rule.apiGroups),
    ];
    if (list(rule.verbs).length === 0) yield fault([...path, 'verbs'], 'it allows nothing', 'write verbs');
    if (urls.length > 0) {
      if (kind === 'Role')
        yield fault(
          [...path, 'nonResourceURLs'],
          'a Role is in a namespace, and URLs are in none',
          'write a ClusterRole',
        );
      if (resources.length + groups.length + list(rule.resourceNames).length > 0)
        yield fault(path, 'it has URLs and resources', 'make two rules');
      for (const [position, url] of urls.entries())
        if (typeof url === 'string' && url !== '*' && !url.startsWith('/'))
          yield fault(
            [...path, 'nonResourceURLs', position],
            `${url} does not start with /`,
            `write /${url}`,
            'warning',
          );
      continue;
    }
    if (groups.length === 0)
      yield fault([...path, 'apiGroups'], 'it names no group', 'write apiGroups; the core\'s is ""');
    if (resources.length === 0)
      yield fault([...path, 'resources'], 'it names no resources', 'write resources');
    for (const [position, group] of groups.entries()) {
      if (typeof group === 'string' && group.includes('/'))
        yield fault(
          [...path, 'apiGroups', position],
          `${group} is a version of a group, so the rule allows nothing`,
          `write ${group.split('/')[0] ?? ''}`,
        );
      else if (group === 'core' || group === 'v1')
        yield fault(
          [...path, 'apiGroups', position],
          `the core's group is not called ${group}, so the rule allows nothing`,
          'write ""',
        );
    }
    for (const [position, resource] of resources.entries()) {
      if (typeof resource === 'string' && /[A-Z]/.test(resource))
        yield fault(
          [...path, 'resources', position],
          `${resource} is no resource, so the rule allows nothing`,
          `write the plural in lower case, such as ${resource.toLowerCase()}${/s$/.test(resource) ? '' : 's'}`,
        );
    }
    for (const [position, verb] of list(rule.verbs).entries()) {
      if (typeof verb === 'string' && /[A-Z]/.test(verb))
        yield fault(
          [...path, 'verbs', position],
          `${verb} is no verb, so the rule allows nothing`,
          `write ${verb.toLowerCase()}`,
        );
    }
  }
}

function* bindingFaults(kind: string, value: Judged['value']): Generator<Fault> {
  const role = fields(value.roleRef);
  if (isFields(value.roleRef)) {
    if (typeof role.apiGroup === 'string' && role.apiGroup !== '' && role.apiGroup !== GROUP)
      yield fault(['roleRef', 'apiGroup'], `${JSON.stringify(role.apiGroup)} has no roles`, `write ${GROUP}`);
    const wanted = typeof role.name === 'string' ? pathSegment(role.name) : undefined;
    if (wanted)
      yield fault(
        ['roleRef', 'name'],
        `${JSON.stringify(role.name)} is no name of a role`,
        `write ${wanted}`,
      );
    const kinds = kind === 'ClusterRoleBinding' ? ['ClusterRole'] : ['Role', 'ClusterRole'];
    if (typeof role.kind === 'string' && role.kind !== '' && !kinds.includes(role.kind))
      yield fault(
        ['roleRef', 'kind'],
        `a ${kind} does not take a ${role.kind}`,
        `write ${kinds.join(' or ')}`,
      );
  }
  for (const [index, subject] of list(value.subjects).entries()) {
    if (!isFields(subject)) continue;
    const path = ['subjects', index];
    const group = text(subject.apiGroup);
    if (subject.kind === 'ServiceAccount') {
      if (group !== undefined && group !== '')
        yield fault(
          [...path, 'apiGroup'],
          "a ServiceAccount is of the core's group",
          'write "", or remove it',
        );
      if (kind === 'ClusterRoleBinding' && (subject.namespace === undefined || subject.namespace === ''))
        yield fault([...path, 'namespace'], 'a ServiceAccount is in a namespace', 'write namespace');
      if (typeof subject.name === 'string' && subject.name !== '' && dnsSubdomain(subject.name))
        yield fault(
          [...path, 'name'],
          `${JSON.stringify(subject.name)} is no name of a ServiceAccount`,
          'write its name, without system:serviceaccount:',
        );
    } else if (subject.kind === 'User' || subject.kind === 'Group') {
      if (group !== undefined && group !== '' && group !== GROUP)
        yield fault([...path, 'apiGroup'], `a ${subject.kind} is of the group ${GROUP}`, `write ${GROUP}`);
      if (typeof subject.namespace === 'string' && subject.namespace !== '')
        yield fault(
          [...path, 'namespace'],
          `a ${subject.kind} is in no namespace`,
          'remove it, or write kind: ServiceAccount',
          'warning',
        );
    } else if (typeof subject.kind === 'string' && subject.kind !== '')
      yield fault([...path, 'kind'], `${subject.kind} can't be bound`, 'write ServiceAccount, User or Group');
  }
}

function* judge({ kind, value }: Judged): Generator<Fault> {
  if (isFields(value.aggregationRule)) {
    const selectors = list(value.aggregationRule.clusterRoleSelectors);
    const path = ['aggregationRule', 'clusterRoleSelectors'];
    if (selectors.length === 0) yield fault(path, 'it gathers no roles', 'write at least one selector');
    for (const [index, selector] of selectors.entries())
      yield* labelSelectorFaults(selector, [...path, index]);
  }
  if (kind === 'Role' || kind === 'ClusterRole') yield* ruleFaults(kind, value);
  else yield* bindingFaults(kind, value);
}

export const rbac: Topic = {
  id: 'refused-rbac',
  severity: 'error',
  summary: 'rules and bindings that no API server takes, or that allow nothing',
  breaks: 'The API server refuses the object, or whoever relies on it is told that it may not.',
  kinds: ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'].map((kind) => `${GROUP}/${kind}`),
  judge,
  failing: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: shop
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: shop }
subjects:
  - { kind: ServiceAccount, name: shop }
`,
  passing: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: shop
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: shop }
subjects:
  - { kind: ServiceAccount, name: shop, namespace: shop }
`,
};
