import { exporters } from '../../../platform/components/monitoring/metrics/catalogue.ts';
import { growing, type Series, steady } from '../../../scripts/prove-alerts/case.ts';
import { liveFleet } from '../../live-fleet.ts';
import { at } from '../../manifest-reader.ts';
import { MINUTES, objectsOn, series } from './objects.ts';

const always = (value: number) => steady(value, MINUTES);
/** The time, as a series that is written now. */
const NOW = growing(60, MINUTES);
/** Objects that a controller reports on, each as well as it can be. */
function reported(cluster: string): Series {
  const secrets = objectsOn(cluster, 'ExternalSecret').map(({ name, namespace }): Series => {
    const of = (status: string) =>
      series('externalsecret_status_condition', {
        exported_namespace: namespace,
        name,
        condition: 'Ready',
        status,
      });
    return { [of('True')]: always(1), [of('False')]: always(0) };
  });
  const queues = ['ScaledObject', 'ScaledJob']
    .flatMap((kind) => objectsOn(cluster, kind))
    .map(
      ({ name, namespace, json }): Series =>
        Object.fromEntries(
          json.spec.triggers.map(({ type }: { type: string }, index: number) => [
            series('keda_scaler_metrics_value', {
              exported_namespace: namespace,
              scaledObject: name,
              metric: `s${index}-${type}`,
              triggerIndex: String(index),
            }),
            always(0),
          ]),
        ),
    );
  const paused = objectsOn(cluster, 'ScaledObject').map(
    ({ name, namespace }): Series => ({
      [series('keda_scaled_object_paused', { exported_namespace: namespace, scaledObject: name })]: always(0),
    }),
  );
  // Also where no workload has one.
  const none = { [series('keda_scaled_object_paused', { exported_namespace: 'keda' })]: always(0) };
  const quotas = objectsOn(cluster, 'ResourceQuota').map(({ name, namespace }): Series => {
    const labels = { namespace, resourcequota: name, resource: 'pods' };
    return {
      [series('kube_resourcequota', { ...labels, type: 'hard' })]: always(100),
      [series('kube_resourcequota', { ...labels, type: 'used' })]: always(50),
    };
  });
  const pools = objectsOn(cluster, 'NodePool').map(({ name }): Series => {
    const labels = { nodepool: name, resource_type: 'cpu' };
    return {
      [series('karpenter_nodepools_limit', labels)]: always(100),
      [series('karpenter_nodepools_usage', labels)]: always(30),
    };
  });
  return Object.assign({}, ...secrets, ...queues, ...paused, none, ...quotas, ...pools);
}

/** What the Argo CD of a hub tells of the Applications of all its clusters. */
function applications(hub: string): Series {
  const managed = liveFleet.fleet.clusters.filter((cluster) => cluster.hub === hub).map(({ name }) => name);
  const own = managed
    .flatMap((cluster) => objectsOn(cluster, 'Application'))
    .map(({ name, json }): Series => {
      const labels = { name, project: String(json.spec.project) };
      return {
        [series('argocd_app_info', {
          ...labels,
          sync_status: 'Synced',
          health_status: 'Healthy',
          autosync_enabled: 'true',
        })]: always(1),
        [series('argocd_app_sync_total', { ...labels, phase: 'Succeeded' })]: always(1),
        [series('kube_customresource_application_paused', labels)]: always(0),
      };
    });
  const connections = managed.map(
    (name): Series => ({
      [series('argocd_cluster_info', { server: `https://${name}`, name })]: always(1),
      [series('argocd_cluster_connection_status', { server: `https://${name}` })]: always(1),
    }),
  );
  return Object.assign({}, ...own, ...connections);
}

/** Alerting, backups and stores of metrics. */
function observers(cluster: string): Series {
  const values = liveFleet.valuesOf('kube-prometheus-stack', cluster);
  const members = Number(at(values, 'alertmanager.alertmanagerSpec.replicas'));
  const prometheus = { pod: 'prometheus-0' };
  const store = { ...prometheus, remote_name: 'victoria-metrics', url: 'http://victoria-metrics:8428' };
  const alertmanagers = Array.from({ length: members }, (_, index): Series => {
    const pod = `alertmanager-${index}`;
    return {
      [series('alertmanager_cluster_members', { pod })]: always(members),
      [series('alertmanager_config_last_reload_successful', { pod })]: always(1),
      [series('alertmanager_notifications_total', { pod, integration: 'slack' })]: growing(1, MINUTES),
      [series('alertmanager_notifications_failed_total', { pod, integration: 'slack' })]: always(0),
    };
  });
  // One each hour, which takes ten minutes.
  const backups = '-3000x10 600x59 4200x59 7800x59';
  return {
    ...Object.assign({}, ...alertmanagers),
    [series('prometheus_config_last_reload_successful', prometheus)]: always(1),
    [series('prometheus_rule_evaluation_failures_total', { ...prometheus, rule_group: 'any' })]: always(0),
    [series('prometheus_notifications_alertmanagers_discovered', prometheus)]: always(members),
    [series('prometheus_remote_storage_queue_highest_sent_timestamp_seconds', store)]: NOW,
    [series('prometheus_remote_storage_samples_failed_total', store)]: always(0),
    [series('vm_storage_is_read_only', { pod: 'victoria-metrics-0' })]: always(0),
    [series('velero_backup_last_successful_timestamp', { schedule: 'hourly' })]: backups,
    [series('velero_backup_last_status', { schedule: 'hourly' })]: always(1),
    [series('gatekeeper_audit_last_run_time', { pod: 'gatekeeper-audit-1' })]: NOW,
    [series('gatekeeper_violations', { pod: 'gatekeeper-audit-1', enforcement_action: 'deny' })]: always(0),
    [series('fluentbit_output_dropped_records_total', { name: 'cloudwatch_logs.0' })]: always(0),
    // Half of the day of a proxy's certificate is over: it asks for the next one.
    [series('istio_agent_cert_expiry_seconds', { namespace: 'istio-system', pod: 'istio-ingressgateway-1' })]:
      always(11.5 * 3600),
    [series('citadel_server_root_cert_expiry_timestamp', { pod: 'istiod-1' })]: always(9 * 365 * 24 * 3600),
    ...alive(),
  };
}

/** What is always there as long as its exporter is; the series that are about objects stand with these. */
function alive(): Series {
  return Object.fromEntries(
    exporters.flatMap(({ alive: metric }) =>
      metric === undefined ? [] : [[series(metric, { instance: '10.0.11.9:8080' }), always(0)]],
    ),
  );
}

/** What the parts of the platform tell while all is well. */
export function controllers(cluster: string): Series {
  return {
    ...reported(cluster),
    ...applications(cluster),
    ...observers(cluster),
  };
}
