import type { Cluster } from '../../../clusters/index.ts';
import type { Context } from '../../unit/unit.ts';
import { unitsOn } from '../../unit/units-on.ts';
import { WATCHDOG } from './alerts.ts';

/** Where the operator mounts the Secret of the receivers; its keys are the names of the files. */
export const RECEIVER_SECRET = 'alertmanager-receivers';
const FOLDER = `/etc/alertmanager/secrets/${RECEIVER_SECRET}`;

const INCIDENT_IO = 'https://api.incident.io/v2';
const WORKING_HOURS = 'working-hours';

/** What may be muted. */
const LESSER = ['severity=~"warning|info"', `alertname!="${WATCHDOG}"`];

/**
 * The configuration of Alertmanager (S3-71): it contains no secret, only the files that hold them.
 *
 * Critical alerts page, if the cluster pages at all; everything also goes to the channel of its team. A cluster is not a
 * grouping label, because each has its own Alertmanager.
 */
export function alertmanagerConfig(context: Context) {
  const { cluster } = context;
  const owners = ownersOn(context);
  return {
    global: { resolve_timeout: '5m' },
    route: {
      receiver: slackName('platform'),
      group_by: ['alertname', 'unit', 'namespace'],
      group_wait: '30s',
      group_interval: '5m',
      repeat_interval: '4h',
      routes: [
        {
          matchers: [`alertname="${WATCHDOG}"`],
          receiver: cluster.incidentIo === undefined ? NOBODY.name : 'heartbeat',
          group_wait: '0s',
          group_interval: '1m',
          repeat_interval: '1m',
        },
        ...(cluster.incidentIo === undefined
          ? []
          : [{ matchers: ['severity="critical"'], receiver: 'incident-io', continue: true }]),
        {
          matchers: ['severity="info"'],
          receiver: slackName('platform'),
          active_time_intervals: [WORKING_HOURS],
          repeat_interval: '24h',
          routes: owners.map((owner) => ({
            matchers: [`owner="${owner}"`],
            receiver: slackName(owner),
            active_time_intervals: [WORKING_HOURS],
          })),
        },
        ...owners.map((owner) => ({ matchers: [`owner="${owner}"`], receiver: slackName(owner) })),
      ],
    },
    inhibit_rules: [
      // Whoever was paged for a workload needs no second message about it. A unit of the platform watches many things, and
      // what an alert is about may stand in a label that another one lacks: labels that both lack count as equal.
      {
        source_matchers: ['severity="critical"', 'unit=~".+"', 'namespace=~".+"', 'owner!="platform"'],
        target_matchers: LESSER,
        equal: ['unit', 'namespace'],
      },
      // Each node is a case of its own.
      {
        source_matchers: ['severity="critical"', 'unit=~".+"', 'node=~".+"'],
        target_matchers: LESSER,
        equal: ['unit', 'node'],
      },
      // Without the API nothing is replaced, and a hundred warnings say the same.
      {
        source_matchers: ['alertname="KubernetesApiUnreachable"'],
        target_matchers: LESSER,
      },
    ],
    time_intervals: [
      {
        // 9:00 to 18:00 in Tokyo, where the teams are; written in UTC, so that no time zone data is needed.
        name: WORKING_HOURS,
        time_intervals: [
          { weekdays: ['monday:friday'], times: [{ start_time: '00:00', end_time: '09:00' }] },
        ],
      },
    ],
    receivers: [
      NOBODY,
      ...owners.map((owner) => slack(owner, cluster)),
      ...(cluster.incidentIo === undefined
        ? []
        : [incidentIo(cluster.incidentIo), heartbeat(cluster.incidentIo)]),
    ],
  };
}

const NOBODY = { name: 'nobody' };

/** The teams that alerts of this Prometheus may name: a hub reports on the Applications of all its clusters. */
export function ownersOn({ cluster, fleet, units }: Context): readonly string[] {
  const here = fleet.clusters.filter(({ name, hub }) => name === cluster.name || hub === cluster.name);
  const projects = here.flatMap(({ name }) => unitsOn(name, units)).map(({ project }) => project);
  return [...new Set(['platform', ...projects])].sort();
}

function slackName(owner: string): string {
  return `slack-${owner}`;
}

/** The namespace of what is broken: exporters that speak of other objects have it under another name. */
const PLACE =
  '{{ or .Labels.namespace .Labels.exported_namespace .Labels.destination_service_namespace "the whole cluster" }}';

/** What whoever is woken needs, for each alert of the message: how bad, where, which build, and two links. */
const TEXT = [
  '{{ range .Alerts }}*{{ .Annotations.summary }}*',
  '{{ .Annotations.description }}',
  `Severity: {{ .Labels.severity }} | Namespace: ${PLACE} | Unit: {{ .Labels.unit }}`,
  '{{ with .Annotations.build }}Build: {{ . }}',
  '{{ end }}<{{ .Annotations.runbook_url }}|Runbook> | Dashboard: {{ or .Annotations.dashboard_url .Annotations.dashboard }}',
  '{{ end }}',
].join('\n');

/** The channel of a team; a bot's token reaches all of them, where a webhook would be bound to one. */
function slack(owner: string, { environment }: Cluster) {
  const suffix = environment === 'production' ? '' : `-${environment}`;
  return {
    name: slackName(owner),
    slack_configs: [
      {
        api_url: 'https://slack.com/api/chat.postMessage',
        http_config: { authorization: { credentials_file: `${FOLDER}/slack_bot_token` } },
        channel: `#alerts-${owner}${suffix}`,
        send_resolved: true,
        title: '[{{ .Status | toUpper }}] {{ .CommonLabels.alertname }} ({{ .CommonLabels.cluster }})',
        title_link: '{{ .CommonAnnotations.runbook_url }}',
        text: TEXT,
        fallback: '{{ .CommonLabels.alertname }}',
      },
    ],
  };
}

type IncidentIo = NonNullable<Cluster['incidentIo']>;

function incidentIo({ alertSource }: IncidentIo) {
  return {
    name: 'incident-io',
    webhook_configs: [
      {
        url: `${INCIDENT_IO}/alert_events/alertmanager/${alertSource}`,
        http_config: { authorization: { credentials_file: `${FOLDER}/incident_io_token` } },
        send_resolved: true,
      },
    ],
  };
}

/** Its silence pages the on-call team: the only alarm for a cluster that can no longer raise one (S3-68). */
function heartbeat({ heartbeat }: IncidentIo) {
  return {
    name: 'heartbeat',
    webhook_configs: [
      {
        url: `${INCIDENT_IO}/heartbeat/${heartbeat}/ping`,
        http_config: { authorization: { credentials_file: `${FOLDER}/incident_io_heartbeat_token` } },
        send_resolved: false,
      },
    ],
  };
}
