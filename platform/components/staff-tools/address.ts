import type { Cluster } from '../../../clusters/index.ts';
import { hasStaffEntry } from '../../kit/load-balancer/entry.ts';

/** The host of one of the staff's tools, on the staff's load balancer. */
export function toolHost(name: string, { domain }: Cluster): string {
  return `${name}.${domain}`;
}

/** The address of one of the staff's tools, where the cluster has an entry for staff. */
export function toolUrl(name: string, cluster: Cluster): string | undefined {
  return hasStaffEntry(cluster) ? `https://${toolHost(name, cluster)}` : undefined;
}
