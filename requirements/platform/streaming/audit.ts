import { boundsOf } from '../../evidence/workloads.ts';
import { each, file, heading, rendered, test } from '../../model/evidence.ts';
import { done, outside, type Row, type Section } from '../../model/row.ts';
import { alert } from '../evidence/alerts.ts';
import { eachServiceThat, folderOf, serviceOf } from '../evidence/members.ts';

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
      file('docs/terraform.md', 'CloudTrail over all regions into a bucket that nobody may change'),
    ),
    outside(
      'S0-92',
      'T',
      'GuardDuty and Security Hub',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Audit'),
      file('docs/terraform.md', 'GuardDuty', 'Security Hub'),
    ),
    outside(
      'S0-93',
      'T',
      'The audit log of the Kubernetes API',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Audit'),
      heading('docs/terraform.md', 'Cluster, add-ons and nodes'),
      file('docs/terraform.md', '`api`, `audit` and `authenticator`'),
    ),
    done(
      'S0-94',
      'D',
      'Retention, search and alerts of audit logs',
      monitoring('Audit logs'),
      monitoring('Search'),
      monitoring('Alerts on audit'),
      file('docs/monitoring.md', 'CloudTrail, all API calls', '1 year', '3 months'),
    ),
    done(
      'S0-95',
      'D',
      'Checklist: a new cluster',
      heading('docs/operations.md', 'When the platform grows'),
      heading('docs/operations.md', 'Build a new cluster'),
    ),
    done(
      'S0-96',
      'D',
      'Checklist: more secrets',
      heading('docs/operations.md', 'When the platform grows'),
      file('docs/operations.md', 'secrets or variables grow', 'never a Secret in Git'),
    ),
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
      each(
        eachServiceThat(
          'that a queue scales, such as video-service',
          'streaming',
          ({ scale }) => scale.replicas === undefined && scale.queue !== undefined,
        ),
        (name, context) => {
          const one = serviceOf(context, name);
          const messages = one.declaration.scale.queue?.messages ?? 0;
          return alert(
            `${folderOf(context, name)}/prometheusrule-${name}.yaml`,
            `${name}-workload`,
            'WorkloadBacklogHigh',
            {
              measures: ['keda_scaler_metrics_value', `scaledObject="${name}"`],
              above: `> ${messages * boundsOf(one, context).max}`,
              words: '> messages × scale.max × replicaFactor',
              for: '15m',
              severity: 'warning',
              owner: 'streaming',
            },
          );
        },
      ),
      alert('keda/keda/prometheusrule-keda.yaml', 'keda-alerts', 'ScalerFailing', {
        measures: ['keda_scaler_detail_errors_total'],
        above: '> 0',
        for: '10m',
        severity: 'warning',
        owner: 'platform',
      }),
      rendered('keda/values.yaml')({ 'prometheus.operator.serviceMonitor.enabled': true }),
      monitoring('The event platform'),
      monitoring('Alarms in CloudWatch'),
    ),
  ],
};
