import type { Alert } from '../../kit/alerting/alert.ts';

/** A source of numbers that does not answer; the workload keeps the pods that it has (S0-101). */
export function kedaAlerts(): readonly Alert[] {
  return [
    {
      alert: 'ScalerFailing',
      expression:
        'sum by (exported_namespace, scaledObject, scaler) (rate(keda_scaler_detail_errors_total[5m])) > 0',
      for: '10m',
      severity: 'warning',
      summary: 'KEDA cannot read what scales {{ $labels.scaledObject }}',
      description: '{{ $labels.scaler }} fails. The number of pods follows no load until it answers again.',
    },
    {
      alert: 'ScalingPaused',
      expression: 'max by (exported_namespace, scaledObject) (keda_scaled_object_paused) == 1',
      for: '1h',
      severity: 'warning',
      summary: 'KEDA does not scale {{ $labels.scaledObject }}: it is paused',
      description: 'Somebody paused it more than an hour ago. The number of pods follows no load.',
    },
  ];
}
