import type { Cluster } from '../../../clusters/index.ts';
import { hasStaffEntry } from '../../kit/load-balancer/entry.ts';
import type { Pods } from '../../kit/network/flows.ts';
import { ownSelector } from '../../kit/node-agent.ts';
import type { StaffService } from '../../unit/staff-route.ts';

export const NAME = 'keycloak';

export const keycloakPods: Pods = { namespace: NAME, labels: ownSelector(NAME) };

export const ports = {
  http: 8080,
  /** Health and metrics, apart from what users reach. */
  management: 9000,
  /** Between replicas: what JGroups sends, and how it finds out that one is gone. */
  cluster: [7800, 57800],
} as const;

export const keycloakService: StaffService = {
  name: NAME,
  service: { name: NAME, port: 80 },
  pods: keycloakPods,
  port: ports.http,
};

/** Keycloak runs where staff have an entry and Terraform made a database for it. */
export function hasKeycloak(cluster: Cluster): boolean {
  return hasStaffEntry(cluster) && cluster.terraform.databases[NAME] !== undefined;
}
