import type { Fleet } from './cluster.ts';
import type { Image } from './images-schema.ts';

/**
 * The fleet without the builds that are being tried. Requirements and tests that speak of one Deployment, or of routes
 * with one destination, are held against it: whether a canary runs today does not concern them.
 */
export function atRest(fleet: Fleet): Fleet {
  return {
    ...fleet,
    clusters: fleet.clusters.map((cluster) => ({ ...cluster, images: withoutCanaries(cluster.images) })),
  };
}

function withoutCanaries(images: Readonly<Record<string, Image>>): Readonly<Record<string, Image>> {
  return Object.fromEntries(
    Object.entries(images).map(([name, { version, digest }]) => [name, { version, digest }]),
  );
}
