import { file, heading, output, rendered } from '../../../scripts/rows/evidence.ts';
import { present } from '../../../scripts/rows/expected.ts';
import { done, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

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
    done(
      'S2-119',
      'K',
      'Velero',
      rendered('velero/velero/schedule-hourly.yaml')({
        'spec.schedule': '0 * * * *',
        'spec.template.ttl': '168h0m0s',
        'spec.template.snapshotVolumes': true,
      }),
      rendered('velero/velero/backupstoragelocation-default.yaml')({
        'spec.objectStorage.bucket': '{velero_bucket_name}',
      }),
      heading('docs/task-manager.md', 'Restore from a backup'),
    ),
    done(
      'S2-120',
      'T',
      'Bucket and role of Velero',
      output('velero_bucket_name'),
      output('irsa_role_arns', { velero: present }),
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
    ),
    done('S2-123', 'D', 'Steps of the recovery', heading('docs/operations.md', 'A cluster is lost')),
    done('S2-124', 'D', 'First tasks', heading('docs/terraform.md', 'Layout and state')),
  ],
};
