import { heading, on, output, rendered, test } from '../../../scripts/rows/evidence.ts';
import { contains } from '../../../scripts/rows/expected.ts';
import { done, otherwise, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

const alarms = heading('docs/monitoring.md', 'Alarms in CloudWatch');
const topic = output('alerts_sns_topic_arn');

const ofNodes = rendered(
  'cluster-alerts/monitoring/prometheusrule-cluster-alerts.yaml',
  'spec.groups[name=cluster-alerts-alerts].rules',
);
const ofService = rendered(
  'api-service/app-production/prometheusrule-api-service.yaml',
  'spec.groups[name=api-service-objectives].rules',
);
const ofWorkload = rendered(
  'api-service/app-production/prometheusrule-api-service.yaml',
  'spec.groups[name=api-service-workload].rules',
);

export const monitoring: Section<Row> = {
  title: 'SRE portfolio: monitoring, logs, alarms',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    done(
      'S2-66',
      'K',
      'What is scraped',
      rendered('kube-prometheus-stack/values.yaml')({ 'kubelet.enabled': true, 'coreDns.enabled': true }),
      rendered('node-exporter/node-exporter/podmonitor-node-exporter.yaml')({ kind: 'PodMonitor' }),
      test(
        'test/platform/monitoring/monitors.test.ts',
        'the sources of S2-66 and S3-55 are there: objects, nodes, kubelet, DNS',
      ),
    ),
    done(
      'S2-67',
      'K',
      'node-exporter, kube-state-metrics',
      rendered('node-exporter/node-exporter/daemonset-node-exporter.yaml')({ kind: 'DaemonSet' }),
      rendered('kube-prometheus-stack/monitoring/networkpolicy-allow-kube-state-metrics.yaml')({
        kind: 'NetworkPolicy',
      }),
    ),
    done(
      'S2-68',
      'K',
      '15 days of metrics',
      rendered('kube-prometheus-stack/values.yaml')({ 'prometheus.prometheusSpec.retention': '15d' }),
    ),
    done(
      'S2-69',
      'K',
      'Dashboard of the cluster',
      rendered('grafana/monitoring/configmap-dashboard-cluster-overview.yaml')({
        'metadata.labels.grafana_dashboard': '1',
      }),
    ),
    done(
      'S2-70',
      'K',
      'Dashboard of an application',
      rendered('grafana/monitoring/configmap-dashboard-application.yaml')({
        'metadata.labels.grafana_dashboard': '1',
      }),
    ),
    done(
      'S2-71',
      'K',
      'Dashboard of databases',
      rendered('grafana/monitoring/configmap-dashboard-database.yaml')({
        'metadata.labels.grafana_dashboard': '1',
      }),
      test(
        'test/platform/grafana/dashboards.test.ts',
        'a database is looked up in CloudWatch as what it is: an Aurora cluster or one instance (S2-71)',
      ),
    ),
    done(
      'S2-72',
      'K',
      'Dashboard of objectives',
      rendered('grafana/monitoring/configmap-dashboard-service-levels.yaml')({
        'metadata.labels.grafana_dashboard': '1',
      }),
      on(ofService({ '[alert=ServiceErrorBudgetBurnsFast].expr': contains('window="1h"') }), 'sre-portfolio'),
    ),
    done(
      'S2-73',
      'K',
      'Logs of applications, of the system, events',
      rendered('fluent-bit/logging/configmap-fluent-bit-config.yaml')({
        'data["fluent-bit.yaml"]': contains('name: systemd'),
      }),
      rendered('fluent-bit/logging/configmap-fluent-bit-events-config.yaml')({
        'data["fluent-bit.yaml"]': contains('kubernetes_events'),
      }),
    ),
    done(
      'S2-74',
      'K',
      'Log group of the API',
      rendered('fluent-bit/logging/configmap-fluent-bit-config.yaml')({
        'data["fluent-bit.yaml"]': contains('/application/api-service\n'),
      }),
      test(
        'test/platform/fluent-bit/pipeline.test.ts',
        'a line of the task manager reaches the log group of its workload, and only that (S2-74, S2-75)',
      ),
    ),
    done(
      'S2-75',
      'K',
      'Log group of the frontend',
      rendered('fluent-bit/logging/configmap-fluent-bit-config.yaml')({
        'data["fluent-bit.yaml"]': contains('/application/frontend-service\n'),
      }),
    ),
    done(
      'S2-76',
      'K',
      'Log group of kube-system',
      rendered('fluent-bit/logging/configmap-fluent-bit-config.yaml')({
        'data["fluent-bit.yaml"]': contains('/system/kube-system\n'),
      }),
    ),
    done(
      'S2-77',
      'T',
      'Logs kept for 7 days',
      output('log_group_names'),
      rendered('fluent-bit/logging/configmap-fluent-bit-config.yaml')({
        'data["fluent-bit.yaml"]': contains('auto_create_group: false'),
      }),
      heading('docs/monitoring.md', 'Log destinations'),
    ),
    outside(
      'S2-78',
      'T',
      'Alarms that notify a topic',
      'Terraform makes the alarms; the contract reads the topic.',
      alarms,
      topic,
    ),
    outside('S2-79', 'T', 'Alarm on CPU', 'Terraform makes it, with these numbers.', alarms, topic),
    otherwise(
      'S2-80',
      'T',
      'Alarm on memory',
      'CloudWatch has no such metric without an agent, so the rule in the cluster decides (contradiction 32).',
      alarms,
      ofNodes({ '[alert=NodeMemoryHigh].for': '5m' }),
    ),
    outside('S2-81', 'T', 'Alarm on errors', 'Terraform makes it, with these numbers.', alarms, topic),
    outside(
      'S2-82',
      'T',
      'Alarm on healthy targets',
      'Terraform makes it, with these numbers.',
      alarms,
      topic,
    ),
    outside(
      'S2-83',
      'T',
      'Alarm on connections of the database',
      'Terraform makes it, with these numbers.',
      alarms,
      topic,
    ),
    outside('S2-84', 'T', 'Alarm on latency', 'Terraform makes it, with these numbers.', alarms, topic),
    done(
      'S2-85',
      'K',
      'Rule on CPU',
      ofNodes({
        '[alert=NodeCpuHigh].expr': contains('mode="idle"}[5m])) > 0.8'),
        '[alert=NodeCpuHigh].for': '5m',
      }),
    ),
    done(
      'S2-86',
      'K',
      'Rule on memory',
      ofNodes({
        '[alert=NodeMemoryHigh].expr': contains('> 0.85'),
        '[alert=NodeMemoryHigh].for': '5m',
      }),
    ),
    done(
      'S2-87',
      'K',
      'Rule on errors',
      on(
        ofService({
          '[alert=ServiceErrorRatioHigh].expr': contains('> 0.05'),
          '[alert=ServiceErrorRatioHigh].for': '3m',
        }),
        'sre-portfolio',
      ),
      test(
        'test/platform/constructs/service/workload-alerts.test.ts',
        'outside the mesh the service counts them itself',
      ),
    ),
    done(
      'S2-88',
      'K',
      'Rule on available pods',
      on(
        ofWorkload({
          '[alert=WorkloadReplicasLow].expr': contains('< 2'),
          '[alert=WorkloadReplicasLow].for': '2m',
        }),
        'sre-portfolio',
      ),
    ),
    done(
      'S2-89',
      'K',
      'Rule on latency',
      on(
        ofService({
          '[alert=ServiceLatencyHigh].expr': contains('quantile="0.95"} > 0.5'),
          '[alert=ServiceLatencyHigh].for': '5m',
        }),
        'sre-portfolio',
      ),
    ),
    otherwise(
      'S2-90',
      'K',
      'Rule on connections of the database',
      'CloudWatch alone: an exporter would need a login to the database for one number that AWS has.',
      alarms,
      topic,
    ),
  ],
};
