import { keepsLess } from './retention.ts';
import { type FieldRule, gained, judge, lost, said, some } from './rule.ts';

const SCHEDULE = /^velero\.io\/(?:Schedule|Backup)$/;
const TEMPLATE = String.raw`^spec\.(?:template\.)?`;

/** What is kept to restore from. */
export const backups: readonly FieldRule[] = [
  {
    types: SCHEDULE,
    shape: new RegExp(`${TEMPLATE}ttl$`),
    says: ({ before, after }) =>
      // A month where none is said.
      keepsLess(before ?? '720h', after ?? '720h')
        ? judge(
            'data-loss',
            `less may be kept to restore from: a backup lives ${said(before)} → ${said(after)}`,
          )
        : judge('scale', `backups are kept for longer: ${said(before)} → ${said(after)}`),
  },
  {
    types: SCHEDULE,
    shape: /^spec\.paused$/,
    says: ({ after }) =>
      after === true
        ? judge('data-loss', 'less may be kept to restore from: no backup is made (paused)')
        : judge('routine', 'backups are made again'),
  },
  {
    types: SCHEDULE,
    shape: new RegExp(
      `${TEMPLATE}included(?:Namespaces|Resources|ClusterScopedResources|NamespaceScopedResources)$`,
    ),
    says: (field) => {
      // Nothing said is everything.
      const [old, now] = [field.before ?? ['*'], field.after ?? ['*']].map((value) => ({ value }));
      const [had, has] = [old, now].map((each) => Array.isArray(each?.value) && each.value.includes('*'));
      const gone = had ? (has ? [] : ['everything else']) : has ? [] : lost(field);
      return gone.length > 0
        ? judge('data-loss', `less may be kept to restore from: ${field.path} no longer has ${some(gone)}`)
        : judge('routine', `more is kept to restore from: ${field.path} ${said(field.after)}`);
    },
  },
  {
    types: SCHEDULE,
    shape: new RegExp(
      `${TEMPLATE}excluded(?:Namespaces|Resources|ClusterScopedResources|NamespaceScopedResources)$`,
    ),
    says: (field) =>
      gained(field).length > 0
        ? judge(
            'data-loss',
            `less may be kept to restore from: ${some(gained(field))} is left out (${field.path})`,
          )
        : judge('routine', `more is kept to restore from: ${some(lost(field))} is no longer left out`),
  },
  {
    types: SCHEDULE,
    shape: new RegExp(
      `${TEMPLATE}(?:snapshotVolumes|includeClusterResources|defaultVolumesToFsBackup|snapshotMoveData)$`,
    ),
    says: ({ path, before, after }) =>
      after === false || after === undefined
        ? judge('data-loss', `less may be kept to restore from: ${path} ${said(before)} → ${said(after)}`)
        : judge('routine', `more is kept to restore from: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: SCHEDULE,
    shape: new RegExp(`${TEMPLATE}(?:labelSelector|orLabelSelectors|resourcePolicy)\\b`),
    says: ({ path, before, after }) =>
      judge('data-loss', `less may be kept to restore from: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: /^velero\.io\/BackupStorageLocation$/,
    shape: /^spec\.accessMode$/,
    says: ({ after }) =>
      after === 'ReadOnly'
        ? judge('data-loss', 'no backup is written to it any more (accessMode ReadOnly)')
        : judge('routine', 'backups are written to it again'),
  },
  {
    types: /^velero\.io\/BackupStorageLocation$/,
    shape: /^spec\.(?:default|validationFrequency|backupSyncPeriod)$/,
    says: ({ path, before, after }) => judge('routine', `${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: /^velero\.io\/(?:BackupStorageLocation|VolumeSnapshotLocation)$/,
    shape: /^spec\b/,
    says: ({ path, before, after }) =>
      judge(
        'data-loss',
        `backups go elsewhere: ${path} ${said(before)} → ${said(after)}; those that are there are not found in the new place`,
      ),
  },
  {
    types: /^snapshot\.storage\.k8s\.io\/VolumeSnapshotClass$/,
    shape: /^metadata\.labels\.velero\.io\/csi-volumesnapshot-class$/,
    says: ({ after }) =>
      after === undefined
        ? judge('data-loss', 'backups take no snapshots by it any more (velero.io/csi-volumesnapshot-class)')
        : judge('routine', 'backups take snapshots by it'),
  },
];
