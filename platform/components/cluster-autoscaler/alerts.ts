import type { Alert } from '../../kit/alerting/alert.ts';
import { happened } from '../../kit/alerting/events.ts';

/** Nodes that do not appear although pods wait for them. */
export function clusterAutoscalerAlerts(): readonly Alert[] {
  return [
    {
      alert: 'NodeScaleUpFailing',
      expression: happened('cluster_autoscaler_failed_scale_ups_total', '15m', 'reason'),
      for: '5m',
      severity: 'warning',
      summary: 'AWS gives no new nodes',
      description:
        'The reason is {{ $labels.reason }}: a quota, no capacity of that type, or no address left.',
    },
  ];
}
