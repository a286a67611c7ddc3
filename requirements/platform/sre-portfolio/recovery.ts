import { file, heading, output, rendered } from '../../model/evidence.ts';
import { absent, containsAll, matching } from '../../model/expected.ts';
import { done, otherwise, outside, type Row, type Section } from '../../model/row.ts';
import { alert } from '../evidence/alerts.ts';
import { installs } from '../evidence/charts.ts';
import { contract } from '../evidence/members.ts';
import { arnOf } from '../evidence/outputs.ts';

export const recovery: Section<Row> = {
  title: 'SRE portfolio: backup and recovery',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    outside(
      'S2-118',
      'T',
      'Backups of the database',
      'Terraform.',
      heading('docs/task-manager.md', 'What Terraform owns'),
    ),
    otherwise(
      'S2-119',
      'K',
      'Velero backs up the cluster',
      'What has volumes: the namespaces of the product and of monitoring, every hour, for a week. The rest of the cluster is in Git, and no Secret goes into the bucket.',
      installs('velero', 'velero'),
      rendered(
        'velero/velero/schedule-hourly.yaml',
        'spec',
      )({
        schedule: '0 * * * *',
        paused: absent,
        'template.ttl': '168h0m0s',
        'template.snapshotVolumes': true,
        'template.storageLocation': 'default',
        'template.volumeSnapshotLocations': ['default'],
        'template.includedNamespaces': contract('the product and monitoring', ({ environment }) =>
          containsAll(`app-${environment}`, 'monitoring'),
        ),
        'template.excludedResources': ['secrets', 'events', 'events.events.k8s.io'],
        'template.excludedNamespaces': absent,
        'template.labelSelector': absent,
      }),
      rendered('velero/velero/backupstoragelocation-default.yaml')({
        spec: {
          accessMode: 'ReadWrite',
          config: { region: '{region}' },
          default: true,
          objectStorage: { bucket: '{velero_bucket_name}', prefix: '{cluster}' },
          provider: 'aws',
        },
      }),
      rendered('velero/velero/volumesnapshotlocation-default.yaml')({
        spec: { config: { region: '{region}' }, provider: 'aws' },
      }),
      alert('velero/velero/prometheusrule-velero.yaml', 'velero-alerts', 'BackupMissing', {
        measures: ['velero_backup_last_successful_timestamp{schedule="hourly"}', '> 3600'],
        above: 'absent(velero_backup_last_successful_timestamp{schedule="hourly"})',
        for: '1h',
        severity: 'critical',
        owner: 'platform',
      }),
      heading('docs/task-manager.md', 'Restore from a backup'),
    ),
    done(
      'S2-120',
      'T',
      'Bucket and role of Velero',
      output('velero_bucket_name', { '': matching(/\S/) }),
      rendered('velero/values.yaml')({
        'serviceAccount.server.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.velero}',
      }),
      output('irsa_role_arns', { velero: arnOf('iam') }),
    ),
    done(
      'S2-121',
      'C',
      'Configuration is in Git',
      file('clusters/fleet.yaml', 'repository:'),
      heading('docs/architecture.md', 'Data flow'),
    ),
    done(
      'S2-122',
      'D',
      'Recovery in an hour, an hour of data at most',
      heading('docs/operations.md', 'A cluster is lost'),
      file('docs/operations.md', 'back within one hour, with at most one hour of data lost'),
      rendered('velero/velero/schedule-hourly.yaml')({ 'spec.schedule': '0 * * * *' }),
    ),
    done(
      'S2-123',
      'D',
      'Steps of the recovery',
      heading('docs/operations.md', 'A cluster is lost'),
      file(
        'docs/operations.md',
        'terraform apply',
        'aws rds restore-db-instance-to-point-in-time',
        '4. **Argo CD** as on the first day',
        '6. **DNS**',
      ),
    ),
    done('S2-124', 'D', 'First tasks', heading('docs/terraform.md', 'Layout and state')),
  ],
};
