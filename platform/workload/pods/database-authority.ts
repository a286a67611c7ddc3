import type { Cluster } from '../../../clusters/index.ts';
import {
  assertDatabaseAuthority,
  DATABASE_AUTHORITY_FILE,
  DATABASE_AUTHORITY_FOLDER,
} from '../../kit/secrets/database-authority.ts';
import { namesCalled } from '../declaration/calls.ts';
import type { WorkloadDeclaration } from '../declaration/workload.ts';

/** Whether a workload checks the certificate of its database: it does if it calls one and the contract has the root of RDS. */
export function checksDatabase(declaration: WorkloadDeclaration, { terraform }: Cluster): boolean {
  return terraform.rdsCaBundle !== undefined && namesCalled(declaration, 'database').length > 0;
}

/**
 * What the driver of a database needs to refuse a server that is not the one it asked for (S3-44). The application
 * begins TLS itself: to the proxy it is just TCP.
 */
export function databaseTls({ terraform }: Cluster): Readonly<Record<string, string>> {
  if (terraform.rdsCaBundle === undefined) return {};
  return { DB_SSL_MODE: 'verify-full', DB_SSL_ROOT_CERT: DATABASE_AUTHORITY_FILE };
}

/**
 * Refuses a workload whose settings name the file although nothing mounts it: it could never connect.
 *
 * @throws naming the variable, and the call or the output that is missing
 */
export function assertAuthorityIsMounted(declaration: WorkloadDeclaration, cluster: Cluster): void {
  if (checksDatabase(declaration, cluster)) return;
  const { environment = {}, secrets = {} } = declaration;
  const variable =
    Object.keys(environment).find((name) => namesAuthority(environment[name])) ??
    Object.keys(secrets).find((name) => {
      const secret = secrets[name];
      return namesAuthority(typeof secret === 'object' && 'template' in secret ? secret.template : secret);
    });
  if (variable === undefined) return;
  if (namesCalled(declaration, 'database').length > 0) {
    assertDatabaseAuthority(cluster, declaration.name);
  }
  throw new Error(
    `${declaration.name}: ${variable} names ${DATABASE_AUTHORITY_FILE}, which only workloads that call a database have. Add database('…') to its calls, or take the file out.`,
  );
}

/** As it stands in a text and in an address. */
const PATHS = [`${DATABASE_AUTHORITY_FOLDER}/`, encodeURIComponent(`${DATABASE_AUTHORITY_FOLDER}/`)];

function namesAuthority(value: unknown): boolean {
  return typeof value === 'string' && PATHS.some((path) => value.includes(path));
}
