import type { Cluster } from '../../../../clusters/index.ts';

/** A database by the names that CloudWatch uses for it. */
export interface DatabaseInCloudWatch {
  readonly identity: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly logGroup: string;
}

/**
 * The databases of a cluster in CloudWatch. The first part of an endpoint is the identifier; the second begins with
 * `cluster-` where it is an Aurora cluster.
 */
export function cloudWatchDatabases({ terraform }: Cluster): readonly DatabaseInCloudWatch[] {
  const found = Object.values(terraform.databases).map(({ endpoint, engine }): DatabaseInCloudWatch => {
    const [identity = '', second = ''] = endpoint.split('.');
    const kind = second.startsWith('cluster-') ? 'cluster' : 'instance';
    return {
      identity,
      dimensions: kind === 'cluster' ? { DBClusterIdentifier: identity } : { DBInstanceIdentifier: identity },
      logGroup: `/aws/rds/${kind}/${identity}/${LOG_OF_SLOW_QUERIES[engine]}`,
    };
  });
  // Several of them may be on one server, which is one to CloudWatch.
  return [...new Map(found.map((database) => [database.logGroup, database])).values()];
}

/** Where each engine writes which statements were slow. */
const LOG_OF_SLOW_QUERIES = {
  postgres: 'postgresql',
  mysql: 'slowquery',
} as const satisfies Record<Cluster['terraform']['databases'][string]['engine'], string>;
