import type { Alert } from '../../kit/alerting/alert.ts';
import type { Watched } from './watched.ts';

/** No exporter of the cluster sees what is in a dead-letter queue: CloudWatch watches that (`docs/monitoring.md`). */
export function backlogAlerts({ declaration: { name }, backlog }: Watched): readonly Alert[] {
  if (backlog === '') return [];
  return [
    {
      alert: 'WorkloadBacklogHigh',
      expression: backlog,
      for: '15m',
      severity: 'warning',
      dashboard: 'queues',
      summary: `More work waits for ${name} than all of its pods take`,
      description: '{{ $labels.metric }} is at {{ $value | humanize }}, and does not shrink.',
    },
  ];
}
