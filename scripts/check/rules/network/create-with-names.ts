import type { ClusterRule } from '../../rule.ts';
import { type Fields, fields, list, listAt } from '../../state/read.ts';

const role = (names: string, verbs: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: runner, namespace: shop }
rules:
  - { apiGroups: [batch], resources: [jobs], ${names}verbs: [${verbs}] }
`;

/** Verbs of requests that have no name yet, or none at all. */
const NAMELESS = ['create', 'deletecollection'];

export const createWithNames: ClusterRule = {
  id: 'create-with-names',
  severity: 'warning',
  summary: 'A rule of a role that lets objects be created under given names only',
  breaks:
    'A request to create says no name where the API server looks for it, so the rule never holds: the call gets 403.',
  failing: role('resourceNames: [report], ', 'create'),
  passing: role('', 'create'),
  *judge(state) {
    for (const resource of state.of(
      'rbac.authorization.k8s.io/Role',
      'rbac.authorization.k8s.io/ClusterRole',
    )) {
      const rules = list(resource.value.rules).map(fields);
      for (const [index, rule] of rules.entries()) {
        if (list(rule.resourceNames).length === 0) continue;
        const verbs = list(rule.verbs);
        // Beside verbs for objects that are there, create is left over and does no harm.
        if (verbs.length === 0 || !verbs.every((verb) => NAMELESS.some((one) => one === verb))) continue;
        const resources = list(rule.resources).filter((one) => typeof one === 'string');
        // What is created below an object, such as its token or an eviction, has the object's name.
        if (resources.length === 0 || resources.some((one) => one.includes('/'))) continue;
        if (rules.some((other) => allows(other, resources, verbs))) continue;
        yield {
          resource,
          path: ['rules', index, 'resourceNames'],
          message: `It lets ${resources.join(', ')} be made only under ${list(rule.resourceNames).map(String).join(', ')}, and a request with ${verbs.map(String).join(', ')} has no name by which it could be let through.`,
          fix: 'Take resourceNames away from this rule, and name objects only with get, update, patch and delete.',
        };
      }
    }
  },
};

function allows(rule: Fields, resources: readonly string[], verbs: readonly unknown[]): boolean {
  if (listAt(rule, 'resourceNames').length > 0) return false;
  const has = (given: readonly unknown[], wanted: unknown) => given.includes('*') || given.includes(wanted);
  return (
    resources.every((one) => has(list(rule.resources), one)) &&
    verbs.every((verb) => has(list(rule.verbs), verb))
  );
}
