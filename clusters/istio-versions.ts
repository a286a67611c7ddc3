import { versionsOf } from '../charts/find.ts';

/**
 * Versions of Istio's charts and images that a cluster may run, the oldest first, one of each minor: those that are pinned of
 * its control plane. A patch takes the place of its predecessor; a minor stands beside its predecessor until no cluster has
 * that one any more (docs/mesh.md, "Upgrade Istio"). Each supports Kubernetes 1.31 to 1.35.
 */
export const istioVersions: readonly string[] = versionsOf('istiod');
