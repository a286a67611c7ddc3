import type { Alert } from '../../kit/alerting/alert.ts';

/** Logs that never arrive in CloudWatch (S1-35). */
export function logAlerts(): readonly Alert[] {
  return [
    {
      alert: 'LogsNotDelivered',
      expression: 'sum by (name) (rate(fluentbit_output_dropped_records_total[10m])) > 0',
      for: '10m',
      severity: 'warning',
      summary: 'Logs are lost on their way to CloudWatch',
      description: 'The output {{ $labels.name }} gives up {{ $value | humanize }} records a second.',
    },
  ];
}
