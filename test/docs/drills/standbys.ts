import type { Cluster, Fleet } from '../../../clusters/index.ts';

/** Clusters that take over names of one with which they share no mesh: only one of the two may write at a time. */
export function standbysOf({ clusters }: Fleet): readonly Cluster[] {
  return clusters.filter(({ takesOver, linkedTo }) =>
    takesOver.some(({ cluster }) => !linkedTo.some((linked) => linked === cluster)),
  );
}
