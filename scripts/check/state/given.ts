import { type Identity, keyOf } from './resource.ts';

/** What every cluster has and no tree says, as `<group>/<kind>/<namespace>/<name>`. */
const GIVEN: ReadonlySet<string> = new Set([
  '/Namespace//default',
  '/Namespace//kube-node-lease',
  '/Namespace//kube-public',
  '/Namespace//kube-system',
  '/Service/default/kubernetes',
  '/Service/kube-system/kube-dns',
  'scheduling.k8s.io/PriorityClass//system-cluster-critical',
  'scheduling.k8s.io/PriorityClass//system-node-critical',
]);

/** What every namespace has. */
const GIVEN_EVERYWHERE: ReadonlySet<string> = new Set([
  '/ServiceAccount/default',
  '/ConfigMap/kube-root-ca.crt',
  '/ConfigMap/istio-ca-root-cert',
]);

/** ClusterRoles that Kubernetes brings itself. */
const ROLES = /^(?:system:.+|cluster-admin|admin|edit|view)$/;

/** Whether an object is there without anybody's doing. */
export function isGiven(target: Identity): boolean {
  const { group, kind, name } = target;
  return (
    GIVEN.has(keyOf(target)) ||
    GIVEN_EVERYWHERE.has(`${group}/${kind}/${name}`) ||
    (group === 'rbac.authorization.k8s.io' && kind === 'ClusterRole' && ROLES.test(name))
  );
}
