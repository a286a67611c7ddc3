import { eachRunning, eachService } from '../../evidence/members.ts';
import { from, prometheus } from '../../evidence/peers.ts';
import { monitored } from '../../evidence/workloads.ts';
import { each, file, heading, on, output, rendered, test } from '../../model/evidence.ts';
import { containsAll, every } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { alert } from '../evidence/alerts.ts';
import { installs } from '../evidence/charts.ts';
import { application, clusterOverview, database, serviceLevels } from '../evidence/dashboards.ts';
import { agentOnEachNode, containersAndJournal, logGroup, toCloudWatch } from '../evidence/logs.ts';
import { contract, folderOf } from '../evidence/members.ts';
import { arnOf } from '../evidence/outputs.ts';
import { containsText, inside } from '../evidence/texts.ts';

const alarms = heading('docs/monitoring.md', 'Alarms in CloudWatch');
const topic = output('alerts_sns_topic_arn', { '': arnOf('sns') });

/** An alarm that Terraform makes, by its line in the table that Terraform follows. */
const alarm = (...parts: readonly string[]) => file('docs/monitoring.md', ...parts);

const ofNodes = (name: string, measures: string, above: string) =>
  alert('cluster-alerts/monitoring/prometheusrule-cluster-alerts.yaml', 'cluster-alerts-alerts', name, {
    measures: [measures],
    above,
    for: '5m',
    severity: 'warning',
    owner: 'platform',
  });

/** The same alert of every service of the task manager in production. */
const ofServices = (
  name: string,
  group: 'objectives' | 'workload',
  wanted: { measures: string; above: string; for: string; severity: 'critical' | 'warning' },
) =>
  on(
    each(eachService('task-manager'), (service, context) =>
      alert(`${folderOf(context, service)}/prometheusrule-${service}.yaml`, `${service}-${group}`, name, {
        ...wanted,
        measures: [wanted.measures, `"${service}"`],
        owner: 'task-manager',
      }),
    ),
    'sre-portfolio',
  );

const readsRules = rendered('kube-prometheus-stack/values.yaml')({
  'prometheus.prometheusSpec.ruleSelectorNilUsesHelmValues': false,
});

const memoryOfNodes = ofNodes(
  'NodeMemoryHigh',
  '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes',
  '> 0.85',
);

export const monitoring: EvidenceById = {
  'S2-66': [
    rendered('kube-prometheus-stack/values.yaml')({
      'kubelet.enabled': true,
      'coreDns.enabled': true,
      'prometheus.prometheusSpec.podMonitorSelectorNilUsesHelmValues': false,
      'prometheus.prometheusSpec.serviceMonitorSelectorNilUsesHelmValues': false,
    }),
    rendered('node-exporter/node-exporter/podmonitor-node-exporter.yaml')({
      'spec.selector': { matchLabels: { app: 'node-exporter' } },
      'spec.podMetricsEndpoints[*].port': every('metrics'),
      'spec.podMetricsEndpoints[*].path': every('/metrics'),
    }),
    monitored(eachRunning('task-manager')),
    test(
      'test/platform/components/monitoring/monitors.test.ts',
      'the sources of S2-66 and S3-55 are there: objects, nodes, kubelet, DNS',
    ),
  ],
  'S2-67': [
    rendered(
      'node-exporter/node-exporter/daemonset-node-exporter.yaml',
      'spec.template.spec',
    )({
      tolerations: [{ operator: 'Exists' }],
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      'containers[name=node-exporter].args': containsAll(
        '--path.procfs=/host/proc',
        '--path.sysfs=/host/sys',
        '--path.rootfs=/host',
      ),
      'volumes[name=root].hostPath.path': '/',
    }),
    rendered(
      'kube-prometheus-stack/monitoring/networkpolicy-allow-kube-state-metrics.yaml',
      'spec',
    )({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'kube-state-metrics' } },
      ingress: [from([prometheus], 8080)],
    }),
    installs('kube-prometheus-stack', 'kube-prometheus-stack'),
    rendered('kube-prometheus-stack/values.yaml')({
      '["kube-state-metrics"].image.registry': '{ecr_registry}/kubernetes',
    }),
  ],
  'S2-68': [rendered('kube-prometheus-stack/values.yaml')({ 'prometheus.prometheusSpec.retention': '15d' })],
  'S2-69': [clusterOverview],
  'S2-70': [application],
  'S2-71': [
    database,
    test(
      'test/platform/components/grafana/dashboards.test.ts',
      'a database is looked up in CloudWatch as what it is: an Aurora cluster or one instance (S2-71)',
    ),
  ],
  'S2-72': [
    serviceLevels,
    on(
      each(eachService('task-manager'), (service, context) =>
        rendered(
          `${folderOf(context, service)}/prometheusrule-${service}.yaml`,
          `spec.groups[name=${service}-objectives].rules`,
        )({
          '[alert=ServiceErrorBudgetBurnsFast].expr': containsText(
            'window="1h"} > 0.0144',
            'window="6h"} > 0.006',
          ),
          '[alert=ServiceErrorBudgetBurnsFast].labels.severity': 'critical',
          '[alert=ServiceErrorBudgetBurnsSlowly].labels.severity': 'warning',
          '[alert=ServiceErrorBudgetBurnsSlowly].expr': containsText(
            'window="1d"} > 0.003',
            'window="3d"} > 0.001',
          ),
        }),
      ),
      'sre-portfolio',
    ),
  ],
  'S2-73': [
    agentOnEachNode,
    containersAndJournal,
    toCloudWatch,
    rendered('fluent-bit/logging/configmap-fluent-bit-events-config.yaml')({
      'data["fluent-bit.yaml"]': inside({
        'pipeline.inputs[0].name': 'kubernetes_events',
        'pipeline.inputs[0].tag': 'events',
        'pipeline.outputs[alias=events].name': 'cloudwatch_logs',
        'pipeline.outputs[alias=events].match': 'events',
      }),
    }),
    rendered('fluent-bit/logging/deployment-fluent-bit-events.yaml')({
      'spec.replicas': 1,
      'spec.template.spec.volumes[name=config].configMap.name': 'fluent-bit-events-config',
    }),
  ],
  'S2-74': [
    logGroup(
      'application-api-service',
      '^application\\.var\\.log\\.containers\\.api-service',
      'application/api-service',
    ),
    test(
      'test/platform/components/fluent-bit/pipeline.test.ts',
      'a line of the task manager reaches the log group of its workload, and only that (S2-74, S2-75)',
    ),
  ],
  'S2-75': [
    logGroup(
      'application-frontend-service',
      '^application\\.var\\.log\\.containers\\.frontend-service',
      'application/frontend-service',
    ),
  ],
  'S2-76': [
    logGroup(
      'system-kube-system',
      '^system\\.var\\.log\\.containers\\.[^_]+_kube-system',
      'system/kube-system',
    ),
  ],
  'S2-77': [
    output('log_group_names', {
      '': contract('the three groups, below log_group_prefix', ({ terraform: { logGroupPrefix } }) =>
        containsAll(
          `${logGroupPrefix}/application/api-service`,
          `${logGroupPrefix}/application/frontend-service`,
          `${logGroupPrefix}/system/kube-system`,
        ),
      ),
    }),
    toCloudWatch,
    file('docs/monitoring.md', 'CloudWatch Logs, 7 days (S2-77)'),
    heading('docs/monitoring.md', 'Log destinations'),
  ],
  'S2-78': [alarms, topic],
  'S2-79': [alarm('`CPUUtilization` of the Auto Scaling group > 80 % for 5 min'), topic],
  'S2-80': [alarms, memoryOfNodes],
  'S2-81': [alarm('`HTTPCode_Target_5XX_Count` / `RequestCount` > 5 % for 3 min'), topic],
  'S2-82': [alarm('`HealthyHostCount` < 2 for 2 min'), topic],
  'S2-83': [alarm('`DatabaseConnections` > 80 for 5 min'), topic],
  'S2-84': [alarm('`TargetResponseTime` P95 > 0.5 s for 5 min'), topic],
  'S2-85': [
    ofNodes('NodeCpuHigh', '1 - avg by (node) (rate(node_cpu_seconds_total{mode="idle"}[5m]))', '> 0.8'),
    readsRules,
  ],
  'S2-86': [memoryOfNodes, readsRules],
  'S2-87': [
    ofServices('ServiceErrorRatioHigh', 'objectives', {
      measures: 'service:request_errors:ratio{',
      above: '> 0.05',
      for: '3m',
      severity: 'critical',
    }),
    on(
      each(eachService('task-manager'), (service, context) =>
        rendered(`${folderOf(context, service)}/prometheusrule-${service}.yaml`)({
          [`spec.groups[name=${service}-requests].rules[record=service:request_errors:rate5m].expr`]:
            containsText(`service="${service}",code=~"5.."`),
        }),
      ),
      'sre-portfolio',
    ),
    test(
      'test/platform/workload/watching/workload-alerts.test.ts',
      'outside the mesh the service counts them itself',
    ),
  ],
  'S2-88': [
    ofServices('WorkloadReplicasLow', 'workload', {
      measures: 'kube_deployment_status_replicas_available{',
      above: '< 2',
      for: '2m',
      severity: 'critical',
    }),
  ],
  'S2-89': [
    ofServices('ServiceLatencyHigh', 'objectives', {
      measures: 'quantile="0.95"',
      above: '> 0.5',
      for: '5m',
      severity: 'warning',
    }),
  ],
  'S2-90': [alarms, topic, database],
};
