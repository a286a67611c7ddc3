import { rangeOf } from '../../cluster-model/objects/address.ts';
import { keyOf } from '../../cluster-model/pods.ts';
import type { Endpoint } from '../../reach/endpoints.ts';
import { MeshLayer } from '../../reach/mesh/layer.ts';
import type { Reason } from '../../reach/passage.ts';
import type { ClusterState } from './cluster-state.ts';
import { modelIn } from './connections.ts';
import { remembered } from './memory.ts';
import { podsOfWorkload } from './mesh-members.ts';
import type { Workload } from './workload.ts';

/** What the proxies let through, without what NetworkPolicies do: those are judged where they are written. */
const layerIn = remembered((state: ClusterState): MeshLayer | undefined => {
  const model = modelIn(state);
  return model.mesh && new MeshLayer(model, model.mesh);
});

const EVERYWHERE = rangeOf('0.0.0.0/0');

/** The first reason for which the proxies refuse a call; of a caller without a name, one from outside the mesh. */
export function refusalOf(
  state: ClusterState,
  caller: Workload | undefined,
  callee: Workload,
  port: number,
): Reason | undefined {
  const layer = layerIn(state);
  const from = caller === undefined ? outside() : endpointOf(state, caller);
  const to = endpointOf(state, callee);
  if (layer === undefined || from === undefined || to === undefined) return undefined;
  return layer.explain(from, to, port).find(({ passes }) => !passes);
}

function outside(): Endpoint | undefined {
  return EVERYWHERE && { type: 'region', peer: 'world', range: EVERYWHERE, listens: [] };
}

function endpointOf(state: ClusterState, workload: Workload): Endpoint | undefined {
  const pods = podsOfWorkload(state, workload);
  return pods === undefined || pods.hostNetwork
    ? undefined
    : { type: 'pods', peer: keyOf(pods), pods, listens: pods.ports };
}
