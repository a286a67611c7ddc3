import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import type { Cluster } from '../../../clusters/index.ts';
import { add } from '../../kit/manifest.ts';
import type { WorkloadDeclaration } from '../declaration/workload.ts';

const NAME = 'database-ca';
const FILE = 'ca.pem';
const DIRECTORY = '/etc/database-ca';

/** Where the certificates lie in a container that mounts them. */
export const DATABASE_AUTHORITY_FILE = `${DIRECTORY}/${FILE}`;

/** Whether a workload checks the certificate of its database: it calls one, and the contract has the root of RDS. */
export function checksDatabase({ calls = [] }: WorkloadDeclaration, { terraform }: Cluster): boolean {
  return terraform.rdsCaBundle !== undefined && calls.some(({ to }) => to === 'database');
}

/**
 * What the driver of a database needs to refuse a server that is not the one it asked for (S3-44). The application
 * begins the TLS itself: to the proxy it is TCP.
 */
export function databaseTls({ terraform }: Cluster): Readonly<Record<string, string>> {
  if (terraform.rdsCaBundle === undefined) return {};
  return { DB_SSL_MODE: 'verify-full', DB_SSL_ROOT_CERT: DATABASE_AUTHORITY_FILE };
}

/**
 * Refuses a workload whose settings name the file where nothing mounts it: no connection would ever be made.
 *
 * @throws naming the variable, and the call or the output that is missing
 */
export function assertAuthorityIsMounted(declaration: WorkloadDeclaration, cluster: Cluster): void {
  if (checksDatabase(declaration, cluster)) return;
  const variable = Object.entries({ ...declaration.environment, ...declaration.secrets }).find(([, value]) =>
    namesAuthority(typeof value === 'object' && 'template' in value ? value.template : value),
  )?.[0];
  if (variable === undefined) return;
  if (declaration.calls?.some(({ to }) => to === 'database')) {
    assertDatabaseAuthority(cluster, declaration.name);
  }
  throw new Error(
    `${declaration.name}: ${variable} names ${DATABASE_AUTHORITY_FILE}, which only workloads that call a database have. Add database('…') to its calls, or take the file out.`,
  );
}

function namesAuthority(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return [`${DIRECTORY}/`, encodeURIComponent(`${DIRECTORY}/`)].some((path) => value.includes(path));
}

/**
 * For what cannot do without: it has no other way to know its database.
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
    metadata: { name: NAME, namespace, labels: { ...labels } },
    data: { [FILE]: terraform.rdsCaBundle },
  });
}

export const databaseAuthorityVolume: k8s.Volume = { name: NAME, configMap: { name: NAME } };

export const databaseAuthorityMount: k8s.VolumeMount = { name: NAME, mountPath: DIRECTORY, readOnly: true };
