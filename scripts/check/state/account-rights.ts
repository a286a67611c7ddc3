import type { ClusterState } from './cluster-state.ts';
import { remembered } from './memory.ts';
import { at, listAt, places, textAt } from './read.ts';
import type { Resource } from './resource.ts';
import type { Workload } from './workload.ts';

const bindingsByAccount = remembered((state: ClusterState): ReadonlyMap<string, readonly Resource[]> => {
  const found = new Map<string, Resource[]>();
  for (const binding of state.of(
    'rbac.authorization.k8s.io/RoleBinding',
    'rbac.authorization.k8s.io/ClusterRoleBinding',
  )) {
    for (const subject of listAt(binding.value, 'subjects')) {
      const name = textAt(subject, 'name');
      if (textAt(subject, 'kind') !== 'ServiceAccount' || name === undefined) continue;
      const account = `${textAt(subject, 'namespace') ?? binding.namespace}/${name}`;
      const others = found.get(account);
      if (others === undefined) found.set(account, [binding]);
      else others.push(binding);
    }
  }
  return found;
});

/** The bindings that give the pods of a workload rights in the API. */
export function rightsOf(
  state: ClusterState,
  { namespace, serviceAccount }: Pick<Workload, 'namespace' | 'serviceAccount'>,
): readonly Resource[] {
  return bindingsByAccount(state).get(`${namespace}/${serviceAccount}`) ?? [];
}

/** Whether pods get a token for the API, by themselves or by a volume that says so. */
export function hasToken(state: ClusterState, { namespace, serviceAccount, spec }: Workload): boolean {
  const own = spec.automountServiceAccountToken;
  const account = state.find('/ServiceAccount', namespace, serviceAccount);
  const said = typeof own === 'boolean' ? own : at(account?.value, 'automountServiceAccountToken');
  if (said !== false) return true;
  return [...places(spec, 'volumes[].projected.sources[].serviceAccountToken')].some(
    ({ value }) => textAt(value, 'audience') === undefined,
  );
}
