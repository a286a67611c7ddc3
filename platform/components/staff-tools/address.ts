import type { Cluster } from '../../../clusters/index.ts';

/** The host of one of the staff's tools, on the staff's load balancer. */
export function toolHost(name: string, { domain }: Cluster): string {
  return `${name}.${domain}`;
}
