import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import { add } from '../../kit/manifest.ts';
import type { RunningPlacement } from '../graph/placement.ts';
import { objectLabels, selectorOf, type Track } from '../labels.ts';
import { canaryName } from '../names.ts';

/** How much a drain may take at a time if the declaration says nothing; rounded up, so that one pod can always go. */
const MAX_UNAVAILABLE = '25%';

/**
 * The PodDisruptionBudget of the stable pods, and one of the canary while there is one. A declared share counts for the
 * stable pods alone: if a canary has two, it could keep both.
 *
 * @throws when the declared share would keep every pod, so that no node could be drained
 */
export function addDisruptionBudget(scope: Construct, placement: RunningPlacement): void {
  const { declaration, image, replicas } = placement;
  const { minAvailable } = declaration;
  if (minAvailable !== undefined) assertOneCanGo(declaration.name, minAvailable, replicas.min);
  const byDefault = { maxUnavailable: k8s.IntOrString.fromString(MAX_UNAVAILABLE) };
  const share =
    minAvailable === undefined ? byDefault : { minAvailable: k8s.IntOrString.fromString(minAvailable) };
  addBudget(scope, placement, 'stable', declaration.name, share);
  if (image.canary !== undefined) addBudget(scope, placement, 'canary', canaryName(declaration), byDefault);
}

function addBudget(
  scope: Construct,
  placement: RunningPlacement,
  track: Track,
  name: string,
  share: Pick<k8s.PodDisruptionBudgetSpec, 'maxUnavailable' | 'minAvailable'>,
): void {
  add(scope, k8s.KubePodDisruptionBudget, {
    metadata: { name, namespace: placement.namespace, labels: objectLabels(placement) },
    spec: {
      selector: { matchLabels: selectorOf(placement, track) },
      // Pods that do not work anyway must not hold up a drain.
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      ...share,
    },
  });
}

function assertOneCanGo(name: string, minAvailable: string, pods: number): void {
  const kept = Math.ceil((pods * Number.parseFloat(minAvailable)) / 100);
  if (kept < pods) return;
  throw new Error(
    `${name}: with minAvailable ${minAvailable} all of ${pods} pods must stay, so no node that holds one can be drained. Lower it, or raise scale.min.`,
  );
}
