import { heading, on, output, rendered, test } from '../../../scripts/rows/evidence.ts';
import { contains, present } from '../../../scripts/rows/expected.ts';
import { done, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

const alarms = heading('docs/monitoring.md', 'Alarms in CloudWatch');

const topic = output('alerts_sns_topic_arn');

export const monitoring: Section<Row> = {
  title: 'Task management: monitoring, logs, alerts',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    done(
      'S1-31',
      'K',
      'Prometheus keeps metrics',
      rendered('kube-prometheus-stack/values.yaml')({
        'prometheus.prometheusSpec.scrapeInterval': '30s',
        'prometheus.prometheusSpec.replicas': 2,
      }),
    ),
    done(
      'S1-32',
      'K',
      'Grafana, a manifest for each dashboard',
      rendered('grafana/values.yaml')({ 'sidecar.dashboards.label': 'grafana_dashboard' }),
      rendered('grafana/monitoring/configmap-dashboard-application.yaml')({
        'metadata.labels.grafana_dashboard': '1',
      }),
    ),
    done(
      'S1-33',
      'K',
      'Dashboard of the golden signals',
      rendered('grafana/monitoring/configmap-dashboard-golden-signals.yaml')({
        'metadata.labels.grafana_dashboard': '1',
      }),
      test(
        'test/platform/grafana/dashboards.test.ts',
        '%s has the five that S1 and S2 ask for, each loaded by its label',
      ),
    ),
    done(
      'S1-34',
      'K',
      'Dashboard of objectives',
      rendered('grafana/monitoring/configmap-dashboard-service-levels.yaml')({
        'metadata.labels.grafana_dashboard': '1',
      }),
      test(
        'test/platform/grafana/dashboards.test.ts',
        'the window of the objectives is never longer than what is kept',
      ),
    ),
    done(
      'S1-35',
      'K',
      'Logs of pods to CloudWatch',
      rendered('fluent-bit/logging/configmap-fluent-bit-config.yaml')({
        'data["fluent-bit.yaml"]': contains('cloudwatch_logs'),
      }),
    ),
    outside(
      'S1-36',
      'T',
      'CloudWatch tells SNS',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Alarms'),
    ),
    done('S1-37', 'T', 'Role of Fluent Bit', output('irsa_role_arns', { 'fluent-bit': present })),
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
    done(
      'S1-43',
      'K',
      'Experiments as manifests',
      on(
        rendered('task-manager-chaos/chaos-engineering/schedule-api-pod-kill.yaml')({
          kind: 'Schedule',
          'metadata.annotations["experiment.chaos-mesh.org/pause"]': 'true',
        }),
        'sre-portfolio-dev',
      ),
      heading('docs/task-manager.md', 'Experiments'),
    ),
  ],
};
