import type { Cluster } from '../../../clusters/index.ts';

interface Identity {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** The identity that the mesh knows pods of this cluster by. */
export function principal({ mesh }: Cluster, identity: Identity): string {
  return principalIn(mesh?.trustDomain ?? 'cluster.local', identity);
}

/** The identity of pods of the cluster that has this trust domain. */
export function principalIn(trustDomain: string, { namespace, serviceAccount }: Identity): string {
  return `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}
