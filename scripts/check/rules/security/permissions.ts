import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { list, listAt, type Path, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';

/** One rule of a Role or ClusterRole. */
export interface Permission {
  readonly resource: Resource;
  readonly path: Path;
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly names: readonly string[];
}

/** Somebody to whom a role is given. */
export interface Grant {
  readonly binding: Resource;
  readonly path: Path;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

const RBAC = 'rbac.authorization.k8s.io';

export function permissionsOf(resource: Resource): readonly Permission[] {
  const texts = (value: unknown, key: string) => listAt(value, key).map(String);
  return listAt(resource.value, 'rules').map((value, index) => ({
    resource,
    path: ['rules', index],
    groups: texts(value, 'apiGroups'),
    resources: texts(value, 'resources'),
    verbs: texts(value, 'verbs'),
    names: texts(value, 'resourceNames'),
  }));
}

const bindings = (state: ClusterState) => state.of(`${RBAC}/ClusterRoleBinding`, `${RBAC}/RoleBinding`);

const grantsByRole = remembered((state: ClusterState): ReadonlyMap<string, readonly Grant[]> => {
  const found = new Map<string, Grant[]>();
  for (const binding of bindings(state)) {
    const kind = textAt(binding.value, 'roleRef', 'kind') ?? '';
    const key = `${kind}/${kind === 'Role' ? binding.namespace : ''}/${textAt(binding.value, 'roleRef', 'name') ?? ''}`;
    found.set(key, [...(found.get(key) ?? []), ...grantsOf(binding)]);
  }
  return found;
});

export function grantsOf(binding: Resource): readonly Grant[] {
  return list(binding.value.subjects).map((subject, index) => ({
    binding,
    path: ['subjects', index],
    kind: textAt(subject, 'kind') ?? '',
    namespace: textAt(subject, 'namespace') ?? (binding.namespace || 'default'),
    name: textAt(subject, 'name') ?? '',
  }));
}

/** Who has a role. */
export function grantsIn(state: ClusterState, { kind, namespace, name }: Resource): readonly Grant[] {
  return grantsByRole(state).get(`${kind}/${namespace}/${name}`) ?? [];
}

/** The ServiceAccounts that somebody has given anything, as `<namespace>/<name>`. */
export const grantedAccounts = remembered(
  (state: ClusterState): ReadonlySet<string> =>
    new Set(
      bindings(state)
        .flatMap(grantsOf)
        .filter(({ kind }) => kind === 'ServiceAccount')
        .map(({ namespace, name }) => `${namespace}/${name}`),
    ),
);

/** Whether one of some words of a rule is meant, by itself or by `*`. */
export function says(words: readonly string[], ...any: readonly string[]): boolean {
  return words.some((word) => word === '*' || any.includes(word));
}
