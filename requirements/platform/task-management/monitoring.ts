import { alerted } from '../../evidence/alerts.ts';
import { eachRunning, unit } from '../../evidence/members.ts';
import { monitored } from '../../evidence/workloads.ts';
import { each, heading, on, only, output, rendered, test } from '../../model/evidence.ts';
import { atLeast, matching } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
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

export const monitoring: EvidenceById = {
  'S1-31': [
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
  ],
  'S1-32': [
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
  ],
  'S1-33': [
    goldenSignals,
    test(
      'test/platform/components/grafana/dashboards.test.ts',
      '%s has the five that S1 and S2 ask for, each loaded by its label',
    ),
  ],
  'S1-34': [
    serviceLevels,
    test(
      'test/platform/components/grafana/dashboards.test.ts',
      'the window of the objectives is never longer than what is kept',
    ),
  ],
  'S1-35': [agentOnEachNode, containersAndJournal, toCloudWatch],
  'S1-36': [heading('docs/terraform.md', 'Alarms')],
  'S1-37': [output('irsa_role_arns', { 'fluent-bit': arnOf('iam') })],
  'S1-38': [
    alerted(eachRunning('task-manager')),
    rendered('kube-prometheus-stack/values.yaml')({
      'prometheus.prometheusSpec.ruleSelectorNilUsesHelmValues': false,
      'alertmanager.enabled': true,
    }),
  ],
  'S1-39': [alarms, topic],
  'S1-40': [alarms, topic],
  'S1-41': [topic, alarms],
  'S1-42': [alarms],
  'S1-43': [...experiments, heading('docs/task-manager.md', 'Experiments')],
};
