import type { Cluster } from '../../clusters/index.ts';

/** Prefix of each public registry under the pull-through cache rules of ECR, which Terraform makes. */
const PREFIXES = {
  'docker.io': 'docker-hub',
  'ghcr.io': 'ghcr',
  'public.ecr.aws': 'ecr-public',
  'quay.io': 'quay',
  'registry.k8s.io': 'kubernetes',
} as const;

/**
 * Where a cluster pulls the images of a public registry: the cache in its own ECR. Nodes need no way to the
 * Internet, and no outage or rate limit of a public registry stops a scale-up.
 *
 * @throws if the registry has no such rule
 */
export function cached(cluster: Cluster, registry: keyof typeof PREFIXES): string {
  // Synth runs without the compiler's checks.
  if (!isCached(registry)) {
    throw new Error(
      `cached(): found the registry ${JSON.stringify(registry) ?? 'nothing'}, expected one of ${Object.keys(PREFIXES).join(', ')}: no other has a pull-through cache rule, see PREFIXES in platform/kit/image-registry.ts`,
    );
  }
  return `${cluster.terraform.ecrRegistry}/${PREFIXES[registry]}`;
}

/** Whether the pull-through cache has a rule for a public registry. */
export function isCached(registry: string): registry is keyof typeof PREFIXES {
  return Object.hasOwn(PREFIXES, registry);
}
