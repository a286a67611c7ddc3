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
  'argoproj.io/AppProject/default',
]);

/** Classes that providers of clusters bring, by `<group>/<kind>`. */
const OF_PROVIDERS: Readonly<Record<string, RegExp>> = {
  'storage.k8s.io/StorageClass':
    /^(?:gp2|standard|standard-rwo|premium-rwo|enterprise-(?:multishare-)?rwx|default|managed(?:-csi)?(?:-premium)?|managed-premium|azurefile(?:-csi)?(?:-premium)?|azureblob.*|local-path|hostpath|microk8s-hostpath|do-block-storage.*|linode-block-storage.*|hcloud-volumes|oci-bv|ibmc-.+|auto-ebs-sc|csi-hostpath-sc)$/,
  'node.k8s.io/RuntimeClass': /^(?:gvisor|nvidia.*|kata-.+|runc)$/,
  'gateway.networking.k8s.io/GatewayClass': /^(?:istio(?:-.+)?|gke-l7-.+|cilium|azure-alb-.+)$/,
  'snapshot.storage.k8s.io/VolumeSnapshotClass': /^(?:csi-hostpath-snapclass)$/,
  'scheduling.k8s.io/PriorityClass': /^(?:gmp-critical|openshift-.+)$/,
};

/** ClusterRoles that Kubernetes and its usual add-ons bring themselves. */
const ROLES =
  /^(?:system:.+|cluster-admin|admin|edit|view|eks:.+|aws-node|gce:.+|cloud-provider|metrics-server-.+)$/;

/** Names that many clusters have, by `<group>/<kind>`: a name that is nearly one of them is meant to be it. */
export const WELL_KNOWN: Readonly<Record<string, readonly string[]>> = {
  'scheduling.k8s.io/PriorityClass': ['system-cluster-critical', 'system-node-critical'],
  'networking.k8s.io/IngressClass': ['nginx', 'traefik', 'haproxy', 'istio', 'contour'],
  'rbac.authorization.k8s.io/ClusterRole': ['cluster-admin', 'admin', 'edit', 'view'],
};

/** Whether an object is there without anybody's doing. */
export function isGiven(target: Identity): boolean {
  const { group, kind, name } = target;
  return (
    GIVEN.has(keyOf(target)) ||
    GIVEN_EVERYWHERE.has(`${group}/${kind}/${name}`) ||
    OF_PROVIDERS[`${group}/${kind}`]?.test(name) === true ||
    (group === 'rbac.authorization.k8s.io' && kind === 'ClusterRole' && ROLES.test(name))
  );
}
