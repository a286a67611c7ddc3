import type { Cluster } from '../../../clusters/index.ts';
import { toolUrl } from '../staff-tools/address.ts';

/** The published address of one of the stack's tools, which its links begin with: staff cannot follow names of the cluster. */
export function externalUrl(name: string, cluster: Cluster): { readonly externalUrl?: string } {
  const url = toolUrl(name, cluster);
  return url === undefined ? {} : { externalUrl: url };
}
