import { type AlertCases, steady } from '../../../../scripts/prove-alerts/case.ts';

function lastBackup(values: string) {
  return { 'velero_backup_last_successful_timestamp{schedule="hourly"}': values };
}

export const alertCases: AlertCases = {
  BackupFailed: () => ({
    fires: { 'velero_backup_last_status{schedule="hourly"}': steady(0) },
    silent: { 'velero_backup_last_status{schedule="hourly"}': steady(1) },
    after: '10m',
    labels: { schedule: 'hourly' },
  }),
  BackupMissing: () => ({
    fires: lastBackup(steady(0, 180)),
    // One each hour, which takes some minutes; somebody's own backup in between counts for nothing.
    silent: {
      ...lastBackup('0x62 3720x59 7320x59'),
      'velero_backup_last_successful_timestamp{schedule=""}': steady(0, 180),
    },
    after: '150m',
    labels: { schedule: 'hourly' },
  }),
};
