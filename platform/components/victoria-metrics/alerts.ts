import type { Alert } from '../../kit/alerting/alert.ts';

/** Samples on their way to the long-term store, and the store itself (S3-57). Prometheus holds back two hours of them. */
export function longTermMetricsAlerts(): readonly Alert[] {
  return [
    {
      alert: 'LongTermMetricsBehind',
      expression:
        'time() - max by (pod, remote_name) (prometheus_remote_storage_queue_highest_sent_timestamp_seconds) > 300',
      for: '10m',
      severity: 'warning',
      summary: '{{ $labels.pod }} is {{ $value | humanizeDuration }} behind in what it writes for long',
      description: '{{ $labels.remote_name }} is away or too slow. After two hours samples are lost.',
    },
    {
      alert: 'LongTermMetricsLost',
      expression: 'sum by (pod, remote_name) (rate(prometheus_remote_storage_samples_failed_total[5m])) > 0',
      for: '10m',
      severity: 'warning',
      summary: '{{ $labels.remote_name }} refuses samples of {{ $labels.pod }}',
      description: '{{ $value | humanize }} samples a second are given up; nobody sends them again.',
    },
    {
      alert: 'LongTermMetricsReadOnly',
      expression: 'max by (pod) (vm_storage_is_read_only) == 1',
      for: '1m',
      severity: 'critical',
      summary: '{{ $labels.pod }} takes no more samples',
      description: 'Its volume has less than 5 GiB left. What is kept can be read.',
    },
  ];
}
