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
  return Object.values(terraform.databases).map(({ endpoint }) => {
    const [identity = '', second = ''] = endpoint.split('.');
    const kind = second.startsWith('cluster-') ? 'cluster' : 'instance';
    return {
      identity,
      dimensions: kind === 'cluster' ? { DBClusterIdentifier: identity } : { DBInstanceIdentifier: identity },
      logGroup: `/aws/rds/${kind}/${identity}/postgresql`,
    };
  });
}
