import type { Cluster } from '../../../clusters/index.ts';

/** The host of a tool of staff's, on the load balancer of staff. */
export function toolHost(name: string, { domain }: Cluster): string {
  return `${name}.${domain}`;
}
