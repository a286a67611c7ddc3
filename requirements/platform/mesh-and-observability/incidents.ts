import { alerted } from '../../evidence/alerts.ts';
import { eachMeshedService, eachRunning, workloadOf, workloadsOf } from '../../evidence/members.ts';
import { from, prometheus, publicAddresses, to } from '../../evidence/peers.ts';
import { each, heading, output, type Quantifier, rendered } from '../../model/evidence.ts';
import { atLeast, contains, containsAll, every, exactly } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { alert } from '../evidence/alerts.ts';
import { contract, folderOf } from '../evidence/members.ts';
import { arnOf } from '../evidence/outputs.ts';
import { containsText } from '../evidence/texts.ts';

const incident = (title: string) => heading('docs/incident.md', title);
const monitoring = (title: string) => heading('docs/monitoring.md', title);
const alertmanager = rendered('kube-prometheus-stack/values.yaml', 'alertmanager');

/** The teams that answer for something here: those of products, and the platform's. */
const eachOwner: Quantifier = {
  says: 'each team',
  members: (context) => [...new Set(['platform', ...workloadsOf(context).map(({ product }) => product)])],
};

export const incidents: EvidenceById = {
  'S3-67': [incident('Four steps')],
  'S3-68': [
    incident('Why a managed tool'),
    alertmanager({
      'config.route.routes[receiver=heartbeat].matchers': ['alertname="Watchdog"'],
      'config.receivers[name=heartbeat].webhook_configs[*].url': [
        'https://api.incident.io/v2/heartbeat/{incidentIo.heartbeat}/ping',
      ],
    }),
  ],
  'S3-69': [
    each(eachMeshedService(), (name, context) =>
      alert(
        `${folderOf(context, name)}/prometheusrule-${name}.yaml`,
        `${name}-objectives`,
        'ServiceErrorRatioHigh',
        {
          measures: ['service:request_errors:ratio{', `service="${name}"`],
          above: '> 0.05',
          for: '3m',
          severity: 'critical',
          owner: workloadOf(context, name).product,
        },
      ),
    ),
    alerted(eachRunning()),
    rendered('kube-prometheus-stack/values.yaml')({
      'prometheus.prometheusSpec.ruleSelectorNilUsesHelmValues': false,
    }),
    alertmanager({ enabled: true }),
  ],
  'S3-70': [
    each(eachMeshedService(), (name, context) =>
      rendered(
        `${folderOf(context, name)}/prometheusrule-${name}.yaml`,
        `spec.groups[name=${name}-requests]`,
      )({
        'rules[*].record': containsAll(
          'service:requests:rate5m',
          'service:request_errors:rate5m',
          'service:requests_slow:rate5m',
          'service:request_errors:ratio',
          'service:request_duration_seconds:quantile5m',
        ),
        'rules[record=service:request_errors:rate5m].expr': containsText(
          'istio_requests_total{reporter="source"',
          `destination_service_name="${name}"`,
          'response_code=~"5.."',
        ),
      }),
    ),
  ],
  'S3-71': [
    alertmanager({
      'config.route.group_by': ['alertname', 'unit', 'namespace'],
      'config.route.routes[receiver=incident-io].matchers': ['severity="critical"'],
      'config.route.routes[receiver=incident-io].continue': true,
      'config.receivers[name=incident-io].webhook_configs[*].url': [
        'https://api.incident.io/v2/alert_events/alertmanager/{incidentIo.alertSource}',
      ],
      'config.receivers[name=incident-io].webhook_configs[0].http_config.authorization.credentials_file':
        '/etc/alertmanager/secrets/alertmanager-receivers/incident_io_token',
      'alertmanagerSpec.secrets': ['alertmanager-receivers'],
    }),
    each(eachOwner, (owner) =>
      alertmanager({
        [`config.receivers[name=slack-${owner}].slack_configs[*].channel`]: [`#alerts-${owner}`],
        'config.route.routes[*].matchers': contains([`owner="${owner}"`]),
      }),
    ),
  ],
  'S3-72': [output('alerts_sns_topic_arn', { '': arnOf('sns') }), monitoring('Alarms in CloudWatch')],
  'S3-73': [incident('How an incident goes'), incident('Review')],
  'S3-74': [
    incident('On-call teams'),
    each(eachRunning(), (name, context) => {
      const { product } = workloadOf(context, name);
      return rendered(
        `${folderOf(context, name)}/prometheusrule-${name}.yaml`,
        `spec.groups[name=${name}-workload]`,
      )({ 'rules[*].labels.owner': every(product), 'rules[*].labels.unit': every(name) });
    }),
  ],
  'S3-75': [
    rendered(
      'alertmanager/monitoring/externalsecret-alertmanager-receivers.yaml',
      'spec',
    )({
      'target.name': 'alertmanager-receivers',
      'data[*].secretKey': exactly(['slack_bot_token', 'incident_io_token', 'incident_io_heartbeat_token']),
      'data[*].remoteRef.key': contract('secret_path_prefix/alertmanager', ({ terraform }) =>
        every(`${terraform.secretPathPrefix}/alertmanager`),
      ),
    }),
    monitoring('Secrets of the receivers'),
  ],
  'S3-76': [monitoring('Which signal goes where')],
  'S3-77': [monitoring('Patterns for further reading')],
  'S3-78': [
    alertmanager({
      enabled: true,
      'alertmanagerSpec.replicas': atLeast(2),
      'podDisruptionBudget.enabled': true,
      'podDisruptionBudget.minAvailable': atLeast(1),
      'alertmanagerSpec.topologySpreadConstraints[0].topologyKey': 'topology.kubernetes.io/zone',
    }),
    rendered(
      'alertmanager/monitoring/networkpolicy-allow-alertmanager.yaml',
      'spec',
    )({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'alertmanager' } },
      policyTypes: ['Ingress', 'Egress'],
      egress: contains(to([publicAddresses], 443)),
      ingress: contains(from([prometheus], 8080, 9093)),
    }),
  ],
};
