import type { Cluster } from '../../../../clusters/index.ts';
import { cloudWatchDatabases, type DatabaseInCloudWatch } from './cloudwatch-database.ts';
import type { CloudWatchMetric, DashboardDeclaration, PanelDeclaration, Query } from './declaration.ts';
import { thresholds } from './thresholds.ts';

/** Slow statements; PostgreSQL logs those above `log_min_duration_statement`, which Terraform sets. */
/** As PostgreSQL writes them, and as MySQL does. */
const SLOW_QUERIES =
  'fields @timestamp, @message | filter @message like /duration: |Query_time: / | sort @timestamp desc | limit 50';

function pool(metric: string, legend: string): Query {
  return {
    expression: `sum by (namespace, service, db_name) (${metric}{namespace=~"$namespace"})`,
    legend: `{{service}} {{db_name}} ${legend}`,
  };
}

/**
 * Whether the databases are the bottleneck (S2-71). The workloads count the pools that they keep; what happens inside
 * a database is counted by AWS, and slow statements are in its log. An exporter beside each database would need a login of
 * its own for figures that CloudWatch already has.
 */
export function database(cluster: Cluster): DashboardDeclaration {
  const databases = cloudWatchDatabases(cluster);
  const all = (metric: string, statistic: CloudWatchMetric['statistic']) =>
    databases.map((found) => metricOf(found, metric, statistic));
  return {
    uid: 'database',
    title: 'Database',
    description: 'Connection pools of the workloads, and the databases as AWS sees them.',
    variables: [
      {
        name: 'namespace',
        label: 'Namespace',
        values: 'label_values(go_sql_open_connections, namespace)',
      },
    ],
    range: '6h',
    rows: [
      {
        title: 'Connection pools',
        panels: [
          {
            kind: 'lines',
            title: 'Connections of the pools',
            description:
              'Of all pods of a workload. In use near the limit means that requests wait for a connection.',
            width: 8,
            unit: 'short',
            queries: [
              pool('go_sql_in_use_connections', 'in use'),
              pool('go_sql_open_connections', 'open'),
              pool('go_sql_max_open_connections', 'at most'),
            ],
          },
          {
            kind: 'lines',
            title: 'Waits for a connection',
            description: 'A second. Either the pool is too small or the statements are too slow.',
            width: 8,
            unit: 'short',
            queries: [
              {
                expression:
                  'sum by (namespace, service, db_name) (rate(go_sql_wait_count_total{namespace=~"$namespace"}[$__rate_interval]))',
                legend: '{{service}} {{db_name}}',
              },
            ],
          },
          {
            kind: 'lines',
            title: 'Connections of the database',
            description: 'From everywhere. Above 80 there is an alert (S2-90).',
            width: 8,
            unit: 'short',
            red: thresholds.connections,
            metrics: all('DatabaseConnections', 'Maximum'),
          },
        ],
      },
      {
        title: 'Query performance',
        panels: [
          {
            kind: 'lines',
            title: 'Latency of reads and writes',
            description:
              'Of the storage, for each operation. More than some milliseconds: the volume is at its limit.',
            width: 8,
            unit: 's',
            metrics: [...all('ReadLatency', 'Average'), ...all('WriteLatency', 'Average')],
          },
          {
            kind: 'lines',
            title: 'CPU',
            description: 'Above 80 % statements wait for each other.',
            width: 8,
            unit: 'percent',
            max: 100,
            red: thresholds.cpu * 100,
            metrics: all('CPUUtilization', 'Average'),
          },
          {
            kind: 'lines',
            title: 'Memory that can be freed',
            description: 'When it falls towards zero, reads go to the disk.',
            width: 8,
            unit: 'bytes',
            metrics: all('FreeableMemory', 'Average'),
          },
        ],
      },
      { title: 'Slow queries', panels: [slowQueries(databases)] },
    ],
  };
}

function metricOf(
  { identity, dimensions }: DatabaseInCloudWatch,
  metric: string,
  statistic: CloudWatchMetric['statistic'],
): CloudWatchMetric {
  return { namespace: 'AWS/RDS', metric, dimensions, statistic, legend: `${identity} ${metric}` };
}

function slowQueries(databases: readonly DatabaseInCloudWatch[]): PanelDeclaration {
  return {
    kind: 'log',
    title: 'Slow queries',
    description: 'The newest statements that took longer than the database tolerates, from its log.',
    width: 24,
    log: { groups: databases.map(({ logGroup }) => logGroup), expression: SLOW_QUERIES },
  };
}
