import { counter, type Exporter, events, gauge } from './metric.ts';

/** The `namespace` of a target hides that of the object, which Prometheus keeps under another name. */
const OBJECT = ['exported_namespace', 'name'];

const SCALER = ['exported_namespace', 'scaledObject', 'scaler', 'triggerIndex', 'metric', 'type'];

/** What Argo CD knows of its Applications; only hubs have it, for all of their clusters. */
export const argocd: Exporter = {
  name: 'Argo CD',
  unit: 'argocd',
  alive: 'argocd_app_info',
  source: 'https://argo-cd.readthedocs.io/en/stable/operator-manual/metrics/',
  metrics: {
    argocd_app_info: gauge(
      ...['namespace', 'name', 'project', 'dest_server', 'dest_namespace', 'repo'],
      ...['sync_status', 'health_status', 'autosync_enabled', 'operation'],
    ),
    argocd_cluster_connection_status: gauge('server', 'k8s_version'),
    argocd_cluster_info: gauge('server', 'k8s_version', 'name'),
    argocd_app_sync_total: events('namespace', 'name', 'project', 'dest_server', 'phase'),
  },
};

/** The scalers of KEDA. */
export const keda: Exporter = {
  name: 'KEDA',
  unit: 'keda',
  alive: 'keda_build_info',
  source: 'https://keda.sh/docs/latest/integrations/prometheus/',
  metrics: {
    keda_build_info: gauge('namespace', 'pod', 'version'),
    keda_scaled_job_errors_total: events('exported_namespace', 'scaledJob'),
    keda_scaled_object_errors_total: events('exported_namespace', 'scaledObject'),
    keda_scaled_object_paused: gauge('exported_namespace', 'scaledObject'),
    keda_scaler_active: gauge(...SCALER),
    keda_scaler_detail_errors_total: events(...SCALER),
    keda_scaler_metrics_value: gauge(...SCALER),
  },
};

/** External Secrets. */
export const externalSecrets: Exporter = {
  name: 'External Secrets',
  unit: 'external-secrets',
  alive: 'externalsecret_status_condition',
  source: 'https://external-secrets.io/latest/api/metrics/',
  metrics: {
    externalsecret_status_condition: gauge(...OBJECT, 'condition', 'status'),
    externalsecret_sync_calls_error: counter(...OBJECT),
    externalsecret_sync_calls_total: counter(...OBJECT),
  },
};

/** Webhook and audit of Gatekeeper. */
export const gatekeeper: Exporter = {
  name: 'Gatekeeper',
  unit: 'gatekeeper',
  alive: 'gatekeeper_audit_last_run_time',
  source: 'https://open-policy-agent.github.io/gatekeeper/website/docs/metrics/',
  metrics: {
    gatekeeper_audit_last_run_time: gauge('pod'),
    gatekeeper_validation_request_count: counter('pod', 'admission_status', 'admission_dryrun'),
    gatekeeper_violations: gauge('pod', 'enforcement_action'),
  },
};

/** Certificates that cert-manager issues. */
export const certManager: Exporter = {
  name: 'cert-manager',
  unit: 'cert-manager',
  alive: 'certmanager_certificate_ready_status',
  source: 'https://cert-manager.io/docs/devops-tips/prometheus-metrics/',
  metrics: {
    certmanager_certificate_expiration_timestamp_seconds: gauge(...OBJECT, 'issuer_name', 'issuer_kind'),
    certmanager_certificate_renewal_timestamp_seconds: gauge(...OBJECT, 'issuer_name', 'issuer_kind'),
    certmanager_certificate_ready_status: gauge(...OBJECT, 'condition', 'issuer_name', 'issuer_kind'),
  },
};

/** Backups of the cluster. */
export const velero: Exporter = {
  name: 'Velero',
  unit: 'velero',
  source: 'https://github.com/vmware-tanzu/velero/blob/main/pkg/metrics/metrics.go',
  metrics: {
    velero_backup_failure_total: counter('schedule'),
    velero_backup_last_status: gauge('schedule'),
    velero_backup_last_successful_timestamp: gauge('schedule'),
    velero_backup_partial_failure_total: counter('schedule'),
  },
};

/** Nodes that Karpenter starts. */
export const karpenter: Exporter = {
  name: 'Karpenter',
  unit: 'karpenter',
  alive: 'karpenter_nodepools_limit',
  source: 'https://karpenter.sh/docs/reference/metrics/',
  metrics: {
    karpenter_cloudprovider_errors_total: events('controller', 'method', 'provider', 'error'),
    karpenter_nodeclaims_created_total: counter('nodepool', 'reason'),
    karpenter_nodepools_limit: gauge('nodepool', 'resource_type'),
    karpenter_nodepools_usage: gauge('nodepool', 'resource_type'),
    karpenter_nodes_total_daemon_requests: gauge('node_name', 'resource_type'),
  },
};

/** Nodes that the Cluster Autoscaler starts. */
export const clusterAutoscaler: Exporter = {
  name: 'Cluster Autoscaler',
  unit: 'cluster-autoscaler',
  alive: 'cluster_autoscaler_unschedulable_pods_count',
  source: 'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/proposals/metrics.md',
  metrics: {
    cluster_autoscaler_failed_scale_ups_total: events('reason'),
    cluster_autoscaler_unschedulable_pods_count: gauge('type'),
  },
};

const PIPELINE = ['namespace', 'pod', 'exporter'];

/** The collector of spans. */
export const openTelemetryCollector: Exporter = {
  name: 'OpenTelemetry Collector',
  unit: 'opentelemetry-collector',
  alive: 'otelcol_exporter_queue_size',
  source: 'https://opentelemetry.io/docs/collector/internal-telemetry/',
  metrics: {
    otelcol_exporter_queue_size: gauge(...PIPELINE),
    otelcol_exporter_send_failed_spans_total: events(...PIPELINE),
    otelcol_exporter_sent_spans_total: counter(...PIPELINE),
    otelcol_receiver_refused_spans_total: counter('namespace', 'pod', 'receiver', 'transport'),
  },
};

const OUTPUT = ['namespace', 'pod', 'name'];

/** The log agent, by its metrics of version 2. */
export const fluentBit: Exporter = {
  name: 'Fluent Bit',
  unit: 'fluent-bit',
  alive: 'fluentbit_build_info',
  source: 'https://docs.fluentbit.io/manual/administration/monitoring',
  metrics: {
    fluentbit_build_info: gauge('namespace', 'pod', 'version'),
    fluentbit_input_records_total: counter(...OUTPUT),
    fluentbit_output_dropped_records_total: counter(...OUTPUT),
    fluentbit_output_proc_records_total: counter(...OUTPUT),
    fluentbit_output_retries_failed_total: counter(...OUTPUT),
    fluentbit_output_retries_total: counter(...OUTPUT),
  },
};

/** Prometheus on itself, and Alertmanager. */
export const monitoring: Exporter = {
  name: 'Prometheus and Alertmanager',
  unit: 'kube-prometheus-stack',
  source: 'https://github.com/prometheus/prometheus/tree/main/documentation/prometheus-mixin',
  metrics: {
    alertmanager_alerts: gauge('pod', 'state'),
    alertmanager_cluster_members: gauge('pod'),
    alertmanager_config_last_reload_successful: gauge('pod'),
    alertmanager_notifications_failed_total: counter('pod', 'integration', 'reason'),
    alertmanager_notifications_total: counter('pod', 'integration'),
    prometheus_config_last_reload_successful: gauge('pod'),
    prometheus_notifications_alertmanagers_discovered: gauge('pod'),
    prometheus_remote_storage_queue_highest_sent_timestamp_seconds: gauge('pod', 'remote_name', 'url'),
    prometheus_remote_storage_samples_dropped_total: counter('pod', 'remote_name', 'url'),
    prometheus_remote_storage_samples_failed_total: counter('pod', 'remote_name', 'url'),
    prometheus_remote_storage_samples_pending: gauge('pod', 'remote_name', 'url'),
    prometheus_remote_storage_samples_total: counter('pod', 'remote_name', 'url'),
    prometheus_rule_evaluation_failures_total: counter('pod', 'rule_group'),
    prometheus_rule_group_iterations_missed_total: counter('pod', 'rule_group'),
    prometheus_tsdb_head_series: gauge('pod'),
    prometheus_tsdb_storage_blocks_bytes: gauge('pod'),
    scrape_duration_seconds: gauge('job', 'namespace', 'pod', 'instance'),
    up: gauge('job', 'namespace', 'pod', 'service', 'instance', 'node'),
  },
};

/** The long-term store; metrics about requests that it serves and series that it takes. */
export const victoriaMetrics: Exporter = {
  name: 'VictoriaMetrics',
  unit: 'victoria-metrics',
  alive: 'vm_data_size_bytes',
  source: 'https://docs.victoriametrics.com/victoriametrics/single-server-victoriametrics/#monitoring',
  metrics: {
    vm_data_size_bytes: gauge('pod', 'type'),
    vm_free_disk_space_bytes: gauge('pod', 'path'),
    vm_http_request_errors_total: counter('pod', 'path', 'protocol'),
    vm_rows_inserted_total: counter('pod', 'type'),
    vm_storage_is_read_only: gauge('pod', 'path'),
  },
};
