import type { Alert } from '../../kit/alerting/alert.ts';

/** Nodes that do not appear although pods wait for them. */
export function karpenterAlerts(): readonly Alert[] {
  return [
    {
      alert: 'NodeLaunchFailing',
      // A type without capacity is skipped at once; only a failure that lasts needs somebody.
      expression: 'sum by (error) (increase(karpenter_cloudprovider_errors_total{method="Create"}[10m])) > 0',
      for: '15m',
      severity: 'warning',
      summary: 'Karpenter cannot launch nodes',
      description:
        'AWS has refused them for a quarter of an hour{{ with $labels.error }}: {{ . }}{{ end }}. Pods wait meanwhile.',
    },
    {
      alert: 'NodePoolNearlyFull',
      expression:
        'max by (nodepool, resource_type) (karpenter_nodepools_usage / (karpenter_nodepools_limit > 0)) > 0.9',
      for: '15m',
      severity: 'warning',
      summary:
        'The NodePool {{ $labels.nodepool }} uses {{ $value | humanizePercentage }} of its limit of {{ $labels.resource_type }}',
      description: 'At its limit no more nodes come, and pods stay pending.',
    },
  ];
}
