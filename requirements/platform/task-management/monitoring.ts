import { alerted } from '../../evidence/alerts.ts';
import { eachRunning, unit } from '../../evidence/members.ts';
import { monitored } from '../../evidence/workloads.ts';
import { each, heading, on, only, output, rendered, test } from '../../model/evidence.ts';
import { atLeast, matching } from '../../model/expected.ts';
import { done, outside, type Row, type Section } from '../../model/row.ts';
import { installs } from '../evidence/charts.ts';
import {
  application,
  clusterOverview,
  database,
  goldenSignals,
  serviceLevels,
} from '../evidence/dashboards.ts';
import { agentOnEachNode, containersAndJournal, toCloudWatch } from '../evidence/logs.ts';
import { arnOf } from '../evidence/outputs.ts';

const alarms = heading('docs/monitoring.md', 'Alarms in CloudWatch');

const topic = output('alerts_sns_topic_arn', { '': arnOf('sns') });

/** Paused, so that none begins by itself, and aimed at development alone. */
function experiment(name: string, kind: 'podChaos' | 'networkChaos') {
  return each(unit('task-manager-chaos', 'chaos-mesh'), (experiments) =>
    rendered(`${experiments}/chaos-engineering/schedule-${name}.yaml`)({
      'metadata.annotations["experiment.chaos-mesh.org/pause"]': 'true',
      'spec.type': `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`,
      [`spec.${kind}.selector.namespaces`]: ['app-development'],
    }),
  );
}

export const experiments = [
  on(experiment('api-pod-kill', 'podChaos'), 'sre-portfolio-dev'),
  on(experiment('api-network-delay', 'networkChaos'), 'sre-portfolio-dev'),
  on(experiment('zone-pod-kill', 'podChaos'), 'sre-portfolio-dev'),
  on(
    only(/chaos/, 'no experiment and no Chaos Mesh in production', () => []),
    'sre-portfolio',
  ),
] as const;

export const monitoring: Section<Row> = {
  title: 'Task management: monitoring, logs, alerts',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    done(
      'S1-31',
      'K',
      'Prometheus collects and keeps metrics',
      installs('kube-prometheus-stack', 'kube-prometheus-stack'),
      rendered(
        'kube-prometheus-stack/values.yaml',
        'prometheus.prometheusSpec',
      )({
        replicas: atLeast(1),
        scrapeInterval: matching(/^(15|30|60)s$/),
        retention: matching(/^\d+d$/),
        serviceMonitorSelectorNilUsesHelmValues: false,
        podMonitorSelectorNilUsesHelmValues: false,
        'storageSpec.volumeClaimTemplate.spec.storageClassName': 'gp3-encrypted',
      }),
      monitored(eachRunning('task-manager')),
    ),
    done(
      'S1-32',
      'K',
      'Grafana, a manifest for each dashboard',
      installs('grafana', 'grafana'),
      rendered(
        'grafana/values.yaml',
        'sidecar.dashboards',
      )({ enabled: true, label: 'grafana_dashboard', labelValue: '1', resource: 'configmap' }),
      goldenSignals,
      application,
      database,
      clusterOverview,
      serviceLevels,
    ),
    done(
      'S1-33',
      'K',
      'Dashboard of the golden signals: latency, traffic, errors, saturation',
      goldenSignals,
      test(
        'test/platform/grafana/dashboards.test.ts',
        '%s has the five that S1 and S2 ask for, each loaded by its label',
      ),
    ),
    done(
      'S1-34',
      'K',
      'Dashboard of objectives',
      serviceLevels,
      test(
        'test/platform/grafana/dashboards.test.ts',
        'the window of the objectives is never longer than what is kept',
      ),
    ),
    done('S1-35', 'K', 'Logs of pods to CloudWatch', agentOnEachNode, containersAndJournal, toCloudWatch),
    outside(
      'S1-36',
      'T',
      'CloudWatch tells SNS',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Alarms'),
    ),
    done('S1-37', 'T', 'Role of Fluent Bit', output('irsa_role_arns', { 'fluent-bit': arnOf('iam') })),
    done(
      'S1-38',
      'K',
      'Alerts as PrometheusRules',
      alerted(eachRunning('task-manager')),
      rendered('kube-prometheus-stack/values.yaml')({
        'prometheus.prometheusSpec.ruleSelectorNilUsesHelmValues': false,
        'alertmanager.enabled': true,
      }),
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
    done(
      'S1-43',
      'K',
      'Experiments as manifests',
      ...experiments,
      heading('docs/task-manager.md', 'Experiments'),
    ),
  ],
};
