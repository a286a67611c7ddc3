import type { Image } from '../../clusters/index.ts';
import { ownerLabels } from '../kit/labels.ts';
import type { Placement } from './graph/placement.ts';

/** The two Deployments that one workload can have: what everybody gets, and a newer build on trial. */
export type Track = 'stable' | 'canary';

/**
 * Labels of every object of a workload. The version is not among them: with it each promotion would change every
 * file, and hide the one that matters in the review.
 */
export function objectLabels({
  declaration,
  product,
}: Pick<Placement, 'declaration' | 'product'>): Record<string, string> {
  return {
    app: declaration.name,
    'app.kubernetes.io/name': declaration.name,
    'app.kubernetes.io/instance': declaration.name,
    'app.kubernetes.io/component': declaration.component ?? 'app',
    ...ownerLabels(product),
  };
}

/**
 * Labels of a Deployment and its pods, and of a Job's, which has no track. `version` is what Kiali and the mesh's
 * metrics group by (S4-59).
 */
export function podLabels(
  placement: Placement,
  { version }: Pick<Image, 'version'>,
  track?: Track,
): Record<string, string> {
  return {
    ...objectLabels(placement),
    'app.kubernetes.io/version': version,
    version,
    ...(track && { track }),
  };
}

/** What a selector may use: never changes, and tells the tracks apart. */
export function selectorOf({ declaration }: Placement, track?: Track): Record<string, string> {
  return { app: declaration.name, ...(track && { track }) };
}
