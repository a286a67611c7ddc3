import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';

/** Each backup fails validation, and nothing else happens. */
export const missingBackupLocation: ClusterRule = {
  id: 'missing-backup-location',
  severity: 'error',
  summary: 'A backup to a location, or a restore of a schedule, that is not there',
  breaks: 'Every backup fails, which somebody notices when one is needed.',
  failing: `
apiVersion: velero.io/v1
kind: Schedule
metadata: { name: daily, namespace: velero }
spec:
  schedule: "0 4 * * *"
  template: { storageLocation: main }
---
apiVersion: velero.io/v1
kind: BackupStorageLocation
metadata: { name: primary, namespace: velero }
spec: { provider: aws, objectStorage: { bucket: backups } }
`,
  passing: `
apiVersion: velero.io/v1
kind: Schedule
metadata: { name: daily, namespace: velero }
spec:
  schedule: "0 4 * * *"
  template: { storageLocation: primary }
---
apiVersion: velero.io/v1
kind: BackupStorageLocation
metadata: { name: primary, namespace: velero }
spec: { provider: aws, objectStorage: { bucket: backups } }
`,
  judge: (state) =>
    saidOfMissing(state, {
      targets: ['velero.io/BackupStorageLocation', 'velero.io/VolumeSnapshotLocation', 'velero.io/Schedule'],
      effect: 'no backup is taken or restored',
    }),
};
