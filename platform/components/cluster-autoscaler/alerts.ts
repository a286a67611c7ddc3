import type { Alert } from '../../kit/alerting/alert.ts';

/** Nodes that do not appear although pods wait for them. */
export function clusterAutoscalerAlerts(): readonly Alert[] {
  return [
    {
      alert: 'NodeScaleUpFailing',
      expression: 'sum by (reason) (increase(cluster_autoscaler_failed_scale_ups_total[15m])) > 0',
      for: '5m',
      severity: 'warning',
      summary: 'AWS gives no new nodes',
      description:
        'The reason is {{ $labels.reason }}: a quota, no capacity of that type, or no address left.',
    },
  ];
}
