import { typed } from './kinds.ts';
import { CONFIG_MAP, SECRET } from './pods.ts';
import type { Row, RowsByKind } from './row.ts';

const storageClass = { to: 'storage.k8s.io/StorageClass' };

const veleroRows = (from: string): readonly Row[] => [
  { at: `${from}.storageLocation`, to: 'velero.io/BackupStorageLocation' },
  { at: `${from}.volumeSnapshotLocations[]`, to: 'velero.io/VolumeSnapshotLocation' },
  { at: `${from}.resourcePolicy`, to: CONFIG_MAP },
];

/** Volumes, snapshots, backups and stores. */
export const STORAGE_ROWS: RowsByKind = {
  '/PersistentVolumeClaim': [
    { at: 'spec.storageClassName', ...storageClass },
    { at: 'spec.volumeName', to: '/PersistentVolume' },
    { at: 'spec.volumeAttributesClassName', to: 'storage.k8s.io/VolumeAttributesClass' },
    { at: 'spec.dataSource', to: typed },
    {
      at: 'spec.dataSourceRef',
      to: typed,
      namespace: 'namespace',
    },
  ],
  '/PersistentVolume': [
    { at: 'spec.storageClassName', ...storageClass, optional: () => true },
    { at: 'spec.claimRef', to: '/PersistentVolumeClaim', namespace: 'namespace' },
  ],
  'apps/StatefulSet': [{ at: 'spec.volumeClaimTemplates[].spec.storageClassName', ...storageClass }],
  'snapshot.storage.k8s.io/VolumeSnapshot': [
    { at: 'spec.source.persistentVolumeClaimName', to: '/PersistentVolumeClaim' },
    { at: 'spec.volumeSnapshotClassName', to: 'snapshot.storage.k8s.io/VolumeSnapshotClass' },
  ],
  'velero.io/Schedule': veleroRows('spec.template'),
  'velero.io/Backup': veleroRows('spec'),
  'velero.io/BackupStorageLocation': [{ at: 'spec.credential', to: SECRET, keys: ['key'] }],
  'velero.io/VolumeSnapshotLocation': [{ at: 'spec.credential', to: SECRET, keys: ['key'] }],
  'velero.io/Restore': [
    { at: 'spec.scheduleName', to: 'velero.io/Schedule' },
    { at: 'spec.backupName', to: 'velero.io/Backup', optional: () => true },
  ],
  'postgresql.cnpg.io/Cluster': [
    { at: 'spec.bootstrap.initdb.secret', to: SECRET },
    { at: 'spec.superuserSecret', to: SECRET },
    { at: 'spec.storage.storageClass', ...storageClass },
    { at: 'spec.walStorage.storageClass', ...storageClass },
    { at: 'spec.backup.barmanObjectStore.s3Credentials.accessKeyId', to: SECRET, keys: ['key'] },
    { at: 'spec.backup.barmanObjectStore.s3Credentials.secretAccessKey', to: SECRET, keys: ['key'] },
    { at: 'spec.bootstrap.initdb.postInitApplicationSQLRefs.configMapRefs[]', to: CONFIG_MAP, keys: ['key'] },
    { at: 'spec.bootstrap.initdb.postInitApplicationSQLRefs.secretRefs[]', to: SECRET, keys: ['key'] },
    { at: 'spec.managed.roles[].passwordSecret', to: SECRET },
    { at: 'spec.priorityClassName', to: 'scheduling.k8s.io/PriorityClass' },
  ],
  ...Object.fromEntries(
    ['ScheduledBackup', 'Backup', 'Pooler', 'Database', 'Publication', 'Subscription'].map((kind) => [
      `postgresql.cnpg.io/${kind}`,
      [{ at: 'spec.cluster', to: 'postgresql.cnpg.io/Cluster' }],
    ]),
  ),
  'rabbitmq.com/Queue': [
    { at: 'spec.rabbitmqClusterReference', to: 'rabbitmq.com/RabbitmqCluster', namespace: 'namespace' },
  ],
};
