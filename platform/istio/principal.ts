import type { Cluster } from '../../clusters/index.ts';

/** The identity that the mesh knows pods by. */
export function principal(
  { mesh }: Cluster,
  { namespace, serviceAccount }: { readonly namespace: string; readonly serviceAccount: string },
): string {
  return `${mesh?.trustDomain ?? 'cluster.local'}/ns/${namespace}/sa/${serviceAccount}`;
}
