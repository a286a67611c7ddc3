import type { Fleet } from '../../clusters/index.ts';
import { DRIFT_GROUP } from '../../platform/components/access/address.ts';

/** How a workflow gets to a hub: as a role that may list what Argo CD has there, and nothing else. */
export interface Way {
  readonly hub: string;
  readonly region: string;
  /** As EKS calls the cluster. */
  readonly eks: string;
  /** A role of the hub's account that tokens of the environment `drift` may take. */
  readonly role: string;
}

/** The ways that Terraform has made, and the hubs that have none. */
export function waysOf({ clusters }: Pick<Fleet, 'clusters'>): {
  readonly ways: readonly Way[];
  readonly closed: readonly string[];
} {
  const hubs = clusters.filter(({ name }) => clusters.some(({ hub }) => hub === name));
  const isOpen = ({ terraform }: (typeof hubs)[number]) =>
    terraform.accessGroups?.includes(DRIFT_GROUP) === true;
  return {
    ways: hubs.filter(isOpen).map(({ name: hub, terraform }) => ({
      hub,
      region: terraform.region,
      eks: terraform.clusterName,
      role: `arn:aws:iam::${terraform.accountId}:role/${DRIFT_GROUP}`,
    })),
    closed: hubs.filter((each) => !isOpen(each)).map(({ name }) => name),
  };
}
