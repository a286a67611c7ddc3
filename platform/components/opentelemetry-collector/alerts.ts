import type { Alert } from '../../kit/alerting/alert.ts';

/** Spans that never arrive in X-Ray (S3-65). */
export function spanAlerts(): readonly Alert[] {
  return [
    {
      alert: 'SpansNotDelivered',
      expression: 'sum by (exporter) (rate(otelcol_exporter_send_failed_spans_total[10m])) > 0',
      for: '30m',
      severity: 'info',
      summary: 'Traces are lost on their way to X-Ray',
      description: '{{ $labels.exporter }} cannot send {{ $value | humanize }} spans a second.',
    },
  ];
}
