import type { Cluster } from '../../../../clusters/index.ts';
import type { CloudWatchMetric, DashboardDeclaration } from './declaration.ts';

/** Whether work is done as fast as it comes: what waits, who works, and what was given up (S0-68, S0-101). */
export function queues({ terraform }: Cluster): DashboardDeclaration {
  const urls = Object.values(terraform.queues);
  const ofAll = (metric: string, names: readonly string[], statistic: CloudWatchMetric['statistic']) =>
    names.map(
      (name): CloudWatchMetric => ({
        namespace: 'AWS/SQS',
        metric,
        dimensions: { QueueName: name },
        statistic,
        legend: name,
      }),
    );
  return {
    uid: 'queues',
    title: 'Queues',
    description: 'What KEDA reads of queues and streams, the pods that it starts for it, and dead letters.',
    variables: [
      {
        name: 'scaled',
        label: 'Workload',
        values: 'label_values(keda_scaler_metrics_value, scaledObject)',
      },
    ],
    range: '6h',
    rows: [
      {
        title: 'Work',
        panels: [
          {
            kind: 'lines',
            title: 'What waits',
            description:
              'By the number that KEDA scales by. It should go up and down; a line that only climbs is a backlog.',
            width: 8,
            unit: 'short',
            queries: [
              {
                expression:
                  'max by (scaledObject, metric) (keda_scaler_metrics_value{scaledObject=~"$scaled"})',
                legend: '{{scaledObject}} {{metric}}',
              },
            ],
          },
          {
            kind: 'lines',
            title: 'Pods that work',
            description:
              'Of each autoscaler. At its maximum while work waits: raise scale.max, or repair what it calls.',
            width: 8,
            unit: 'short',
            queries: [
              {
                expression:
                  'max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_current_replicas{horizontalpodautoscaler=~".*($scaled).*"})',
                legend: '{{horizontalpodautoscaler}}',
              },
            ],
          },
          {
            kind: 'lines',
            title: 'Errors of the scalers',
            description: 'In the last ten minutes. While they last, more work is not answered by more pods.',
            width: 8,
            unit: 'short',
            queries: [
              {
                expression:
                  'sum by (scaledObject, scaler) (increase(keda_scaler_detail_errors_total{scaledObject=~"$scaled"}[10m]))',
                legend: '{{scaledObject}} {{scaler}}',
              },
            ],
          },
        ],
      },
      ...(urls.length === 0
        ? []
        : [
            {
              title: 'As AWS counts them',
              panels: [
                {
                  kind: 'lines' as const,
                  title: 'Age of the oldest message',
                  description: 'How late whoever waits is served.',
                  width: 12,
                  unit: 's',
                  metrics: ofAll(
                    'ApproximateAgeOfOldestMessage',
                    urls.map(({ url }) => nameOf(url)),
                    'Maximum',
                  ),
                },
                {
                  kind: 'lines' as const,
                  title: 'Dead letters',
                  description:
                    'Given up after several attempts. Read why, repair it, then replay them: see operations.md.',
                  width: 12,
                  unit: 'short',
                  red: 1,
                  metrics: ofAll(
                    'ApproximateNumberOfMessagesVisible',
                    urls.flatMap(({ dlqUrl }) => (dlqUrl === undefined ? [] : [nameOf(dlqUrl)])),
                    'Maximum',
                  ),
                },
              ],
            },
          ]),
    ],
  };
}

/** The last part of the address of a queue is its name. */
function nameOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}
