import type { Alert } from '../../kit/alerting/alert.ts';

/** Backups that fail or are missing: from the promised hour on, the loss would grow (S2-122). */
export function veleroAlerts(schedule: string): readonly Alert[] {
  const of = `{schedule="${schedule}"}`;
  return [
    {
      alert: 'BackupFailed',
      expression: `max by (schedule) (velero_backup_last_status${of}) == 0`,
      for: '5m',
      severity: 'warning',
      summary: 'The last {{ $labels.schedule }} backup failed, or lacks a part',
      description: 'What the next one brings decides how much a loss of the cluster costs.',
    },
    {
      alert: 'BackupMissing',
      // An hour without a new one, for an hour: two hours since the last, and the same for a cluster that has none yet.
      expression: `(time() - max by (schedule) (velero_backup_last_successful_timestamp${of})) > 3600 or absent(velero_backup_last_successful_timestamp${of})`,
      for: '1h',
      severity: 'critical',
      summary: 'No {{ $labels.schedule }} backup has succeeded for two hours',
      description: 'A loss of the cluster would cost more than the hour that is promised.',
    },
  ];
}
