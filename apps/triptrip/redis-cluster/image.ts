import type { Cluster, Image } from '../../../clusters/index.ts';
import { cached } from '../../../platform/kit/image-registry.ts';

/**
 * The official image of Redis, through the cluster's own registry (S4-87, X-108).
 *
 * @throws when `images.yaml` of the cluster does not have it
 */
export function redisImage(cluster: Cluster): Pick<Image, 'version'> & { readonly reference: string } {
  const image = cluster.images.redis;
  if (image === undefined) {
    throw new Error(
      `clusters/${cluster.name}/images.yaml has no redis, which redis-cluster runs. Add it with its version and digest.`,
    );
  }
  const { version, digest } = image;
  return { version, reference: `${cached(cluster, 'docker.io')}/library/redis@${digest}` };
}
