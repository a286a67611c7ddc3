import { heading, rendered, test } from '../../../scripts/rows/evidence.ts';
import { contains } from '../../../scripts/rows/expected.ts';
import { done, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

const monitoring = (title: string) => heading('docs/monitoring.md', title);

export const audit: Section<Row> = {
  title: 'Streaming: audit, monitoring, checklist',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    outside(
      'S0-91',
      'T',
      'CloudTrail records every call',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Audit'),
    ),
    outside(
      'S0-92',
      'T',
      'GuardDuty and Security Hub',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Audit'),
    ),
    outside(
      'S0-93',
      'T',
      'The audit log of the Kubernetes API',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Audit'),
      heading('docs/terraform.md', 'Cluster, add-ons and nodes'),
    ),
    done(
      'S0-94',
      'D',
      'Retention, search and alerts of audit logs',
      monitoring('Audit logs'),
      monitoring('Search'),
      monitoring('Alerts on audit'),
    ),
    done(
      'S0-95',
      'D',
      'Checklist: a new cluster',
      heading('docs/operations.md', 'When the platform grows'),
      heading('docs/operations.md', 'Build a new cluster'),
    ),
    done('S0-96', 'D', 'Checklist: more secrets', heading('docs/operations.md', 'When the platform grows')),
    done('S0-97', 'D', 'Redundancy and monitoring of queues', monitoring('The event platform')),
    done(
      'S0-98',
      'D',
      'Checklist: switching back and recovery',
      heading('docs/operations.md', 'When the platform grows'),
      heading('docs/operations.md', 'Fail over between regions'),
    ),
    done(
      'S0-99',
      'D',
      'Checklist: one system of audit',
      heading('docs/operations.md', 'When the platform grows'),
      heading('docs/terraform.md', 'Audit'),
    ),
    done(
      'S0-100',
      'D',
      'Diagrams',
      heading('docs/architecture.md', 'Products and clusters'),
      heading('docs/architecture.md', 'How an event travels'),
      test('test/docs/mermaid.test.ts', '$name shows as a picture, not as an error'),
    ),
    done(
      'S0-101',
      'K',
      'Monitoring of the event platform',
      rendered(
        'video-service/prod/prometheusrule-video-service.yaml',
        'spec.groups[name=video-service-workload].rules',
      )({ '[alert=WorkloadBacklogHigh].expr': contains('keda_scaler_metrics_value') }),
      rendered('keda/keda/prometheusrule-keda.yaml')({
        'spec.groups[0].rules[0].alert': 'ScalerFailing',
      }),
      monitoring('Alarms in CloudWatch'),
    ),
  ],
};
