import type { ClusterChoices } from './cluster-schema.ts';
import type { FleetChoices } from './fleet-schema.ts';
import type { Image } from './images-schema.ts';
import type { TerraformOutputs } from './terraform-outputs.ts';

/** One cluster: what people chose, what Terraform built, and which builds run. */
export interface Cluster extends Readonly<Omit<ClusterChoices, 'hub' | 'takesOver'>> {
  /** The cluster whose Argo CD manages this one; the cluster itself where `cluster.yaml` names none. */
  readonly hub: string;
  /** With the domain of each cluster, so that its contract does not have to be read for it. */
  readonly takesOver: readonly Takeover[];
  /** As Terraform has printed it, with the roles that are {@link expectedRoles}. */
  readonly terraform: TerraformOutputs;
  /** ServiceAccounts whose role in `terraform` Terraform has yet to make. */
  readonly expectedRoles: readonly string[];
  /** By the name of the image. */
  readonly images: Readonly<Record<string, Image>>;
}

/** Public names of another cluster, `<host>.<domain>`, that a cluster also serves. */
export interface Takeover {
  readonly cluster: string;
  readonly domain: string;
  readonly hosts: readonly string[];
}

/** All clusters, sorted by name, and what holds for them together. */
export interface Fleet extends FleetChoices {
  readonly clusters: readonly Cluster[];
}
