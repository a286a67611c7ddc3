import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import type { Cluster } from '../../../clusters/index.ts';
import { add } from '../manifest.ts';
import type { WorkloadDeclaration } from './declaration.ts';

const NAME = 'database-ca';
const FILE = 'ca.pem';
const DIRECTORY = '/etc/database-ca';

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
  return { DB_SSL_MODE: 'verify-full', DB_SSL_ROOT_CERT: `${DIRECTORY}/${FILE}` };
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
