import type { Alert } from '../../kit/alerting/alert.ts';
import type { Context } from '../../unit/unit.ts';
import { unitsOn } from '../../unit/units-on.ts';
import { exporters } from './metrics/catalogue.ts';

/** The name that the routes know: the one alert that must always fire. */
export const WATCHDOG = 'Watchdog';

/** Whether alerting itself works. If it fails altogether, that shows elsewhere: the heartbeat outside the cluster stops. */
export function monitoringAlerts(context: Context): readonly Alert[] {
  return [
    {
      alert: WATCHDOG,
      expression: 'vector(1)',
      severity: 'info',
      summary: 'Alerting works from end to end',
      description:
        'It always fires. When it no longer arrives, incident.io calls the on-call team by itself.',
    },
    {
      alert: 'KubeStateMetricsDown',
      expression: 'absent(up{job="kube-state-metrics"} == 1)',
      for: '5m',
      severity: 'critical',
      summary: 'Nobody tells how many pods and nodes are well',
      description: 'Every alert on pods, nodes and autoscalers is blind.',
    },
    {
      alert: 'ControllerSilent',
      expression: silent(context),
      for: '10m',
      severity: 'warning',
      summary: 'Nothing is heard of {{ $labels.exporter }}',
      description:
        'It is gone, or nobody reads it. No other alert on it can fire, and whatever it does stands still.',
    },
    {
      alert: 'MetricsTargetDown',
      expression: 'sum by (namespace, job) (up == bool 0) > 0',
      for: '15m',
      severity: 'warning',
      summary: '{{ $value }} targets of {{ $labels.job }} cannot be read',
      description: 'Alerts and dashboards on {{ $labels.namespace }} miss their numbers.',
    },
    {
      alert: 'PrometheusReloadFailed',
      expression: 'min by (pod) (prometheus_config_last_reload_successful) == 0',
      for: '10m',
      severity: 'warning',
      summary: '{{ $labels.pod }} runs an old configuration',
      description: 'New monitors and rules are not in force.',
    },
    {
      alert: 'PrometheusRulesFailing',
      expression: 'sum by (pod, rule_group) (increase(prometheus_rule_evaluation_failures_total[5m])) > 0',
      for: '15m',
      severity: 'warning',
      summary: 'Rules of {{ $labels.rule_group }} cannot be evaluated',
      description: 'Its alerts do not fire on {{ $labels.pod }}.',
    },
    {
      alert: 'PrometheusWithoutAlertmanager',
      expression: 'max by (pod) (prometheus_notifications_alertmanagers_discovered) < 1',
      for: '10m',
      severity: 'critical',
      summary: '{{ $labels.pod }} knows no Alertmanager',
      description: 'What it finds reaches nobody.',
    },
    {
      alert: 'AlertmanagerReloadFailed',
      expression: 'min by (pod) (alertmanager_config_last_reload_successful) == 0',
      for: '10m',
      severity: 'critical',
      summary: '{{ $labels.pod }} runs an old configuration',
      description: 'New routes and receivers are not in force.',
    },
    {
      alert: 'AlertmanagerNotificationsFailing',
      expression:
        'sum by (integration) (rate(alertmanager_notifications_failed_total[5m])) / sum by (integration) (rate(alertmanager_notifications_total[5m])) > 0.05',
      for: '5m',
      severity: 'critical',
      summary: 'Notifications by {{ $labels.integration }} fail',
      description:
        '{{ $value | humanizePercentage }} do not arrive: a token that is no longer valid, or no way out.',
    },
    {
      alert: 'AlertmanagerMembersMissing',
      expression: 'min(alertmanager_cluster_members) < 3',
      for: '15m',
      severity: 'warning',
      summary: 'Only {{ $value }} of 3 Alertmanagers know each other',
      description: 'Notifications may come twice, and silences may not hold.',
    },
  ];
}

/** For each exporter of the cluster that has a number which is always there: whether that number is missing. */
function silent({ cluster, units }: Context): string {
  const here = new Set(unitsOn(cluster.name, units).map(({ name }) => name));
  return exporters
    .flatMap(({ name, unit = '', alive }) =>
      alive !== undefined && here.has(unit)
        ? [`label_replace(absent(${alive}), "exporter", "${name}", "", "")`]
        : [],
    )
    .join(' or ');
}
