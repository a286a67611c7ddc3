import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import type { Cluster } from '../../../clusters/index.ts';
import { add } from '../manifest.ts';

/** Names the ConfigMap, and the volume of each pod that mounts it. */
export const DATABASE_AUTHORITY = 'database-ca';
const FILE = 'ca.pem';
/** The folder that is mounted for them. */
export const DATABASE_AUTHORITY_FOLDER = '/etc/database-ca';

/** Where the certificates are in a container that mounts them. */
export const DATABASE_AUTHORITY_FILE = `${DATABASE_AUTHORITY_FOLDER}/${FILE}`;

/**
 * For what cannot do without them, since it has no other way to recognise its database.
 *
 * @param owner who wants it, for the message
 * @throws when the contract has no certificates of RDS
 */
export function assertDatabaseAuthority({ name, terraform }: Cluster, owner: string): void {
  if (terraform.rdsCaBundle !== undefined) return;
  throw new Error(
    `clusters/${name}/terraform.json: the output rds_ca_bundle is missing, with which ${owner} knows the database. Print the region's bundle in Terraform.`,
  );
}

/** The certificates of RDS for the pods of one namespace; a new bundle reaches them without a restart. */
export function addDatabaseAuthority(
  scope: Construct,
  { namespace, labels }: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
  { terraform }: Cluster,
): void {
  if (terraform.rdsCaBundle === undefined) return;
  add(scope, k8s.KubeConfigMap, {
    metadata: { name: DATABASE_AUTHORITY, namespace, labels: { ...labels } },
    data: { [FILE]: terraform.rdsCaBundle },
  });
}

export const databaseAuthorityVolume: k8s.Volume = {
  name: DATABASE_AUTHORITY,
  configMap: { name: DATABASE_AUTHORITY },
};
export const databaseAuthorityMount: k8s.VolumeMount = {
  name: DATABASE_AUTHORITY,
  mountPath: DATABASE_AUTHORITY_FOLDER,
  readOnly: true,
};
