import type { Found } from '../../cluster-model/input/objects.ts';
import type { Membership } from '../../cluster-model/mesh/membership.ts';
import type { Mode, PeerAuthentication } from '../../cluster-model/mesh/peer-authentication.ts';
import type { Pods } from '../../cluster-model/pods.ts';
import { isCaptured, modeOf } from '../../reach/mesh/transport.ts';
import type { ClusterState } from './cluster-state.ts';
import { modelIn } from './connections.ts';
import { remembered } from './memory.ts';
import { membershipIn } from './mesh.ts';
import type { Workload } from './workload.ts';

const podsByObject = remembered((state: ClusterState): ReadonlyMap<Found, Pods> => {
  return new Map(modelIn(state).pods.map((pods) => [pods.found, pods]));
});

/** The pods of a workload as the model of connections has them; undefined where no API server takes the workload. */
export function podsOfWorkload(state: ClusterState, { resource }: Workload): Pods | undefined {
  return podsByObject(state).get(resource.found);
}

const memberships = remembered((state: ClusterState): ReadonlyMap<Workload, Membership> => {
  const mesh = modelIn(state).mesh;
  return new Map(
    state.workloads.map((workload) => {
      const pods = podsOfWorkload(state, workload);
      // Where nothing says who is in the mesh, nobody is taken to be: a rule finds only what the tree says.
      const own = membershipIn(state, workload);
      const isGateway = pods !== undefined && mesh?.membership.get(pods) === 'gateway';
      return [workload, own !== 'none' && isGateway ? 'gateway' : own];
    }),
  );
});

/** How the pods of a workload take part in the mesh, gateways by what selects them too. */
export function memberOf(state: ClusterState, workload: Workload): Membership {
  return memberships(state).get(workload) ?? 'none';
}

/** Whether a proxy stands before the pods' own ports. */
export function hasProxy(state: ClusterState, workload: Workload): boolean {
  const membership = memberOf(state, workload);
  return membership === 'sidecar' || membership === 'gateway';
}

/** How a port of a workload wants to be called; undefined where the tree has no mesh, or no proxy is there. */
export function tlsModeAt(
  state: ClusterState,
  workload: Workload,
  port: number,
): { readonly mode: Mode; readonly by?: PeerAuthentication } | undefined {
  const { mesh } = modelIn(state);
  const pods = podsOfWorkload(state, workload);
  if (mesh === undefined || pods === undefined || memberOf(state, workload) !== 'sidecar') return undefined;
  return isCaptured(pods, port) ? modeOf(mesh, pods, port) : { mode: 'DISABLE' };
}
