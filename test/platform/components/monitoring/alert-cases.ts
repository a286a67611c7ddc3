import {
  type AlertCase,
  type AlertCases,
  growing,
  type Subject,
  steady,
} from '../../../../scripts/prove-alerts/case.ts';

const POD = 'pod="prometheus-0"';

function notifications(failing: number) {
  return {
    'alertmanager_notifications_failed_total{pod="alertmanager-0",integration="slack"}': growing(failing),
    'alertmanager_notifications_total{pod="alertmanager-0",integration="slack"}': growing(100),
  };
}

/** All exporters of the rule, of which the last one falls silent. */
function oneSilent({ expression }: Subject): AlertCase {
  const found = [...expression.matchAll(/absent\((\w+)\), "exporter", "([^"]+)"/g)];
  const heard = (of: typeof found) =>
    Object.fromEntries(of.map(([, metric = '']) => [`${metric}{}`, steady(1)]));
  const exporter = found.at(-1)?.[2] ?? '';
  return { fires: heard(found.slice(0, -1)), silent: heard(found), after: '20m', labels: { exporter } };
}

/** Alerts on alerting itself. */
export const alertCases: AlertCases = {
  // It has no silent state (see `alwaysFiring`); that it needs no series is what is proven.
  Watchdog: () => ({ fires: {}, silent: {}, after: '1m', labels: {} }),
  KubeStateMetricsDown: () => ({
    fires: { 'up{job="kube-state-metrics"}': steady(0) },
    silent: { 'up{job="kube-state-metrics"}': steady(1) },
    after: '10m',
    labels: {},
  }),
  ControllerSilent: oneSilent,
  MetricsTargetDown: () => ({
    fires: { 'up{job="user-service",namespace="prod",pod="user-service-1"}': steady(0) },
    silent: { 'up{job="user-service",namespace="prod",pod="user-service-1"}': '0x5 1x55' },
    after: '20m',
    labels: { job: 'user-service', namespace: 'prod' },
  }),
  PrometheusReloadFailed: () => ({
    fires: { [`prometheus_config_last_reload_successful{${POD}}`]: steady(0) },
    silent: { [`prometheus_config_last_reload_successful{${POD}}`]: steady(1) },
    after: '15m',
    labels: { pod: 'prometheus-0' },
  }),
  PrometheusRulesFailing: () => ({
    fires: { [`prometheus_rule_evaluation_failures_total{${POD},rule_group="keda-alerts"}`]: growing(1) },
    silent: { [`prometheus_rule_evaluation_failures_total{${POD},rule_group="keda-alerts"}`]: steady(4) },
    after: '25m',
    labels: { pod: 'prometheus-0', rule_group: 'keda-alerts' },
  }),
  PrometheusWithoutAlertmanager: () => ({
    fires: { [`prometheus_notifications_alertmanagers_discovered{${POD}}`]: steady(0) },
    silent: { [`prometheus_notifications_alertmanagers_discovered{${POD}}`]: steady(3) },
    after: '15m',
    labels: { pod: 'prometheus-0' },
  }),
  AlertmanagerReloadFailed: () => ({
    fires: { 'alertmanager_config_last_reload_successful{pod="alertmanager-0"}': steady(0) },
    silent: { 'alertmanager_config_last_reload_successful{pod="alertmanager-0"}': steady(1) },
    after: '15m',
    labels: { pod: 'alertmanager-0' },
  }),
  AlertmanagerNotificationsFailing: () => ({
    fires: notifications(10),
    silent: notifications(2),
    after: '15m',
    labels: { integration: 'slack' },
  }),
  AlertmanagerMembersMissing: () => ({
    fires: {
      'alertmanager_cluster_members{pod="alertmanager-0"}': steady(3),
      'alertmanager_cluster_members{pod="alertmanager-1"}': steady(2),
    },
    silent: {
      'alertmanager_cluster_members{pod="alertmanager-0"}': steady(3),
      'alertmanager_cluster_members{pod="alertmanager-1"}': steady(3),
    },
    after: '20m',
    labels: {},
  }),
};
