import type { Cluster } from '../../../clusters/index.ts';

/** The host of a tool of staff's, on the load balancer of staff. */
export function toolHost(name: string, { domain }: Cluster): string {
  return `${name}.${domain}`;
}

/** Groups of the identity provider. Whoever is in neither of them gets into no tool. */
export const staffGroups = {
  /** May act: sync an Application, edit a dashboard. */
  operators: 'fleet-operators',
  /** May look. */
  readers: 'fleet-readers',
} as const;
