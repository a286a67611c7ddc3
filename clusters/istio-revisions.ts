import { istioVersions } from './istio-versions.ts';

/** Name of the control plane of a version: that of its minor, such as `1-30`, so that a patch is an update in place. */
function revisionOf(version: string): string {
  return version.split('.').slice(0, 2).join('-');
}

/** The control planes that a cluster may have, the oldest first. */
export const istioRevisions: readonly string[] = istioVersions.map(revisionOf);

/**
 * The version of the charts and images of a control plane.
 *
 * @throws when the list has no such control plane
 */
export function istioVersionOf(revision: string): string {
  const version = istioVersions.find((candidate) => revisionOf(candidate) === revision);
  if (version === undefined)
    throw new Error(`charts/pins.yaml has no version of istiod for the revision ${revision}.`);
  return version;
}

/** The number of the minor in the name of a control plane. */
export function minorOf(revision: string): number {
  return Number(revision.split('-')[1]);
}
