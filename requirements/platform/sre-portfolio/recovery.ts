import { file, heading, output, rendered, test } from '../../model/evidence.ts';
import { absent, containsAll, matching } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { alert } from '../evidence/alerts.ts';
import { installs } from '../evidence/charts.ts';
import { contract } from '../evidence/members.ts';
import { arnOf } from '../evidence/outputs.ts';

export const recovery: EvidenceById = {
  'S2-118': [heading('docs/task-manager.md', 'What Terraform owns')],
  'S2-119': [
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
  ],
  'S2-120': [
    output('velero_bucket_name', { '': matching(/\S/) }),
    rendered('velero/values.yaml')({
      'serviceAccount.server.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.velero}',
    }),
    output('irsa_role_arns', { velero: arnOf('iam') }),
  ],
  'S2-121': [file('clusters/fleet.yaml', 'repository:'), heading('docs/architecture.md', 'Data flow')],
  'S2-122': [
    heading('docs/operations.md', 'A cluster is lost'),
    file('docs/operations.md', 'back within one hour, with at most one hour of data lost'),
    rendered('velero/velero/schedule-hourly.yaml')({ 'spec.schedule': '0 * * * *' }),
    test(
      'test/docs/drills/recovery-time.test.ts',
      'the steps of each drill fit its promise, those side by side counted once',
    ),
  ],
  'S2-123': [
    heading('docs/operations.md', 'A cluster is lost'),
    file(
      'docs/operations.md',
      'terraform apply',
      'aws rds restore-db-instance-to-point-in-time',
      '4. **Argo CD** as on the first day',
      '6. **DNS**',
    ),
  ],
  'S2-124': [heading('docs/terraform.md', 'Layout and state')],
};
