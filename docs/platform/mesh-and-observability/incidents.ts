import { heading, output, rendered } from '../../../scripts/rows/evidence.ts';
import { contains } from '../../../scripts/rows/expected.ts';
import { done, otherwise, type Row, type Section } from '../../../scripts/rows/row.ts';

const incident = (title: string) => heading('docs/incident.md', title);
const monitoring = (title: string) => heading('docs/monitoring.md', title);
const alertmanager = rendered('kube-prometheus-stack/values.yaml', 'alertmanager');
const rules = rendered('user-service/prod/prometheusrule-user-service.yaml', 'spec.groups');

export const incidents: Section<Row> = {
  title: 'Mesh and observability: incidents',
  clusters: ['prod-japan'],
  entries: [
    done('S3-67', 'D', 'Four steps, one central tool', incident('Four steps')),
    done(
      'S3-68',
      'D',
      'A managed tool',
      incident('Why a managed tool'),
      alertmanager({ 'config.route.routes[0].receiver': 'heartbeat' }),
    ),
    done(
      'S3-69',
      'K',
      'Rules with threshold and time',
      rules({ '[name=user-service-objectives].rules[alert=ServiceErrorRatioHigh].for': '3m' }),
      alertmanager({ enabled: true }),
    ),
    done(
      'S3-70',
      'K',
      'Recording rules',
      rules({
        '[name=user-service-requests].rules[*].record': contains('service:request_errors:ratio'),
      }),
    ),
    otherwise(
      'S3-71',
      'K',
      'Alertmanager forwards to the tool',
      'Its options are values of the chart, which makes a Secret of them; tokens are files of another one.',
      alertmanager({
        'config.route.group_by': ['alertname', 'unit', 'namespace'],
        'config.receivers[name=incident-io].webhook_configs[0].http_config.authorization.credentials_file':
          contains('/incident_io_token'),
      }),
    ),
    done(
      'S3-72',
      'T',
      'CloudWatch alarms by SNS to the same tool',
      output('alerts_sns_topic_arn'),
      monitoring('Alarms in CloudWatch'),
    ),
    done('S3-73', 'D', 'Slack and incident.io', incident('How an incident goes'), incident('Review')),
    done(
      'S3-74',
      'D',
      'A team on call for each service',
      incident('On-call teams'),
      rules({ '[name=user-service-workload].rules[0].labels.owner': 'streaming' }),
    ),
    done(
      'S3-75',
      'K',
      'Endpoints as secret',
      rendered('alertmanager/monitoring/externalsecret-alertmanager-receivers.yaml')({
        'spec.data[*].remoteRef.key': Array(3).fill('{secret_path_prefix}/alertmanager'),
      }),
      monitoring('Secrets of the receivers'),
    ),
    done('S3-76', 'D', 'The whole picture', monitoring('Which signal goes where')),
    done('S3-77', 'D', 'Patterns to read on', monitoring('Patterns for further reading')),
    done(
      'S3-78',
      'K',
      'Alertmanager itself',
      alertmanager({ 'alertmanagerSpec.replicas': 3, 'podDisruptionBudget.minAvailable': 2 }),
      rendered('alertmanager/monitoring/networkpolicy-allow-alertmanager.yaml')({
        'spec.egress[1].ports[0].port': 443,
      }),
    ),
  ],
};
