import { heading, rendered } from '../../../scripts/rows/evidence.ts';
import { contains } from '../../../scripts/rows/expected.ts';
import { done, open, type Row, type Section } from '../../../scripts/rows/row.ts';

const monitoring = (title: string) => heading('docs/monitoring.md', title);

export const audit: Section<Row> = {
  title: 'Streaming: audit, monitoring, checklist',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    open('S0-91', 'T', '', 'Not answered yet.'),
    open('S0-92', 'T', '', 'Not answered yet.'),
    open('S0-93', 'T', '', 'Not answered yet.'),
    done(
      'S0-94',
      'D',
      'Retention, search and alerts of audit logs',
      monitoring('Audit logs'),
      monitoring('Search'),
      monitoring('Alerts on audit'),
    ),
    open('S0-95', 'D', '', 'Not answered yet.'),
    open('S0-96', 'D', '', 'Not answered yet.'),
    done('S0-97', 'D', 'Redundancy and monitoring of queues', monitoring('The event platform')),
    open('S0-98', 'D', '', 'Not answered yet.'),
    open('S0-99', 'D', '', 'Not answered yet.'),
    open('S0-100', 'D', '', 'Not answered yet.'),
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
