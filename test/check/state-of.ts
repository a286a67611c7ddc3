import { ClusterState } from '../../scripts/check/state/cluster-state.ts';
import { objectsIn } from '../../scripts/cluster-model/input/objects.ts';

/** The state of a cluster with some manifests. */
export function stateOf(manifests: string): ClusterState {
  return new ClusterState({ cluster: 'sample', objects: objectsIn(manifests, 'sample.yaml') }, '1.34');
}
