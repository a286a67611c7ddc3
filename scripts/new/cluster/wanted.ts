/** A cluster that is wanted, as its options say it; empty texts were not said. */
export interface WantedCluster {
  readonly name: string;
  /** The neighbour that it starts from. */
  readonly like: string;
  /** The file of its Terraform outputs. */
  readonly outputs: string;
  readonly environment: string;
  readonly domain: string;
  readonly hub: string;
  readonly products: readonly string[];
  readonly linkedTo: readonly string[];
  readonly trustDomain: string;
  readonly alertSource: string;
  readonly heartbeat: string;
  /** Whether a role that its hub lacks is written all the same. */
  readonly expectsRoles: boolean;
}
