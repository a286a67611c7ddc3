import { type Cluster, istioRevisions, istioVersionOf } from '../../../clusters/index.ts';
import { controlPlanesOf, labelledRevision, startedRevision } from '../../kit/proxy-revision.ts';
import { ISTIO_NAMESPACE } from './address.ts';

/**
 * The version of what a control plane needs before it starts, and its predecessor can do with: definitions are those of the
 * newest one, as an older one would drop fields that it does not know.
 */
export function newestVersion(cluster: Cluster): string {
  const here = controlPlanesOf(cluster);
  return istioVersionOf(istioRevisions.findLast((revision) => here.includes(revision)) ?? '');
}

/**
 * The control plane of what a cluster has once, the node agent and the check of objects that name none: that of the mesh's
 * own namespace. So they change when both stand there, and not when one comes or goes.
 */
export function rootRevision(cluster: Cluster): string {
  return labelledRevision(ISTIO_NAMESPACE, meshOf(cluster));
}

/** The control plane of the gateways, which move when the pods of their namespace are made anew. */
export function gatewayRevision(cluster: Cluster): string {
  return startedRevision(ISTIO_NAMESPACE, meshOf(cluster));
}

/** @throws on a cluster without a mesh, where nothing of Istio is */
export function meshOf({ name, mesh }: Cluster): NonNullable<Cluster['mesh']> {
  if (mesh === undefined) throw new Error(`clusters/${name}/cluster.yaml has no mesh, which Istio needs.`);
  return mesh;
}
