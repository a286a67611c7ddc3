import type { Membership } from '../../cluster-model/mesh/membership.ts';
import type { Mesh } from '../../cluster-model/mesh/mesh.ts';
import type { Endpoint } from '../endpoints.ts';

/** How an endpoint takes part in a mesh; only pods do. */
export function memberOf(mesh: Mesh, endpoint: Endpoint): Membership {
  return endpoint.type === 'pods' ? (mesh.membership.get(endpoint.pods) ?? 'none') : 'none';
}
