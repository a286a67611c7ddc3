import { longestGap, neverComes } from '../compare/schedule.ts';
import { keepsLess } from './retention.ts';
import { type FieldRule, gained, judge, lost, said, some } from './rule.ts';

const SCHEDULE = /^velero\.io\/(?:Schedule|Backup)$/;
const SCHEDULED = /^(?:velero\.io\/Schedule|postgresql\.cnpg\.io\/ScheduledBackup|k8up\.io\/Schedule)$/;
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
    types: SCHEDULED,
    shape: /^spec\.(?:paused|suspend)$/,
    says: ({ path, after }) =>
      after === true
        ? judge(
            'data-loss',
            `less may be kept to restore from: no backup is made (${path.slice('spec.'.length)})`,
          )
        : judge('routine', 'backups are made again'),
  },
  {
    types: SCHEDULED,
    shape: /^spec\.(?:backup\.)?schedule$/,
    says: ({ before, after }) => {
      const [old, now] = [longestGap(before), longestGap(after)];
      const text = `${said(before)} → ${said(after)}`;
      if (neverComes(after))
        return judge(
          'data-loss',
          `less may be kept to restore from: no backup is made, as there is no such day: ${text}`,
        );
      if (old === undefined || now === undefined || old === now)
        return judge('routine', `backups are made at another time: ${text}`);
      return now > old
        ? judge(
            'data-loss',
            `less may be kept to restore from: what changed since the last backup goes back up to ${spoken(now)} instead of ${spoken(old)}: ${text}`,
          )
        : judge('scale', `backups are made more often: ${text}`);
    },
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

const HOUR = 3_600_000;

/** A length of time in the unit that people would take. */
function spoken(milliseconds: number): string {
  const hours = milliseconds / HOUR;
  if (hours < 1) return `${Math.round(hours * 60)} minutes`;
  return hours < 48 ? `${Math.round(hours)} hours` : `${Math.round(hours / 24)} days`;
}
