import { boundsOf } from '../../evidence/workloads.ts';
import { each, file, heading, rendered, test } from '../../model/evidence.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { alert } from '../evidence/alerts.ts';
import { eachServiceThat, folderOf, serviceOf } from '../evidence/members.ts';

const monitoring = (title: string) => heading('docs/monitoring.md', title);

export const audit: EvidenceById = {
  'S0-91': [
    heading('docs/terraform.md', 'Audit'),
    file('docs/terraform.md', 'CloudTrail over all regions into a bucket that nobody may change'),
  ],
  'S0-92': [heading('docs/terraform.md', 'Audit'), file('docs/terraform.md', 'GuardDuty', 'Security Hub')],
  'S0-93': [
    heading('docs/terraform.md', 'Audit'),
    heading('docs/terraform.md', 'Cluster, add-ons and nodes'),
    file('docs/terraform.md', '`api`, `audit` and `authenticator`'),
  ],
  'S0-94': [
    monitoring('Audit logs'),
    monitoring('Search'),
    monitoring('Alerts on audit'),
    file('docs/monitoring.md', 'CloudTrail, all API calls', '1 year', '3 months'),
  ],
  'S0-95': [
    heading('docs/operations.md', 'When the platform grows'),
    heading('docs/operations.md', 'Build a new cluster'),
  ],
  'S0-96': [
    heading('docs/operations.md', 'When the platform grows'),
    file('docs/operations.md', 'secrets or variables grow', 'never a Secret in Git'),
  ],
  'S0-97': [monitoring('The event platform')],
  'S0-98': [
    heading('docs/operations.md', 'When the platform grows'),
    heading('docs/operations.md', 'Fail over between regions'),
  ],
  'S0-99': [heading('docs/operations.md', 'When the platform grows'), heading('docs/terraform.md', 'Audit')],
  'S0-100': [
    heading('docs/architecture.md', 'Products and clusters'),
    heading('docs/architecture.md', 'How an event travels'),
    test('test/docs/mermaid.test.ts', '$name shows as a picture, not as an error'),
  ],
  'S0-101': [
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
  ],
};
