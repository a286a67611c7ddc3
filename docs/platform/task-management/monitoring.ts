import { heading, output, rendered } from '../../../scripts/rows/evidence.ts';
import { done, open, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

const alarms = heading('docs/monitoring.md', 'Alarms in CloudWatch');
const topic = output('alerts_sns_topic_arn');

export const monitoring: Section<Row> = {
  title: 'Task management: monitoring, logs, alerts',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    open('S1-31', 'K', '', 'Not answered yet.'),
    open('S1-32', 'K', '', 'Not answered yet.'),
    open('S1-33', 'K', '', 'Not answered yet.'),
    open('S1-34', 'K', '', 'Not answered yet.'),
    open('S1-35', 'K', '', 'Not answered yet.'),
    open('S1-36', 'T', '', 'Not answered yet.'),
    open('S1-37', 'T', '', 'Not answered yet.'),
    done(
      'S1-38',
      'K',
      'Alerts as PrometheusRules',
      rendered('cluster-alerts/monitoring/prometheusrule-cluster-alerts.yaml')({ kind: 'PrometheusRule' }),
    ),
    outside('S1-39', 'T', 'Alarms on the infrastructure', 'Terraform makes them.', alarms, topic),
    outside(
      'S1-40',
      'T',
      'Alarms on the cache',
      'Terraform makes them, with these numbers of ours.',
      alarms,
      topic,
    ),
    done('S1-41', 'T', 'A topic for notifications', topic, alarms),
    outside('S1-42', 'T', 'A dashboard in CloudWatch', 'Terraform makes it.', alarms),
    open('S1-43', 'K', '', 'Not answered yet.'),
  ],
};
