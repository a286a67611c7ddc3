/**
 * What clusters are for, the last stage of a build first. It may enter at any before production, as a branch
 * goes where it is tried; production takes what the last stage before it has run (docs/delivery.md#stages).
 */
export const ENVIRONMENTS = ['production', 'staging', 'development'] as const;

type Staged = { readonly environment: (typeof ENVIRONMENTS)[number] };

/** Whether a build may start there, so that its Argo CD reports how it does. */
export function comesBeforeProduction({ environment }: Staged): boolean {
  return environment !== 'production';
}

/** Those of the last stage before the one of a cluster; none before the clusters at which a build may enter. */
export function stageBefore<Cluster extends Staged>(cluster: Staged, among: readonly Cluster[]): Cluster[] {
  if (comesBeforeProduction(cluster)) return [];
  const [last] = among.filter(comesBeforeProduction).sort((one, other) => orderOf(one) - orderOf(other));
  return among.filter(({ environment }) => environment === last?.environment);
}

function orderOf({ environment }: Staged): number {
  return ENVIRONMENTS.indexOf(environment);
}
