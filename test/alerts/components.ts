import { type AlertCases, growing, steady } from './case.ts';

/** Alerts of the parts of the platform, and of stores. */
export const componentCases: AlertCases = {
  ScalerFailing: () => ({
    fires: {
      'keda_scaler_detail_errors_total{exported_namespace="prod",scaledObject="video-service",scaler="awsSqsQueueScaler"}':
        growing(1),
    },
    silent: {
      'keda_scaler_detail_errors_total{exported_namespace="prod",scaledObject="video-service",scaler="awsSqsQueueScaler"}':
        steady(7),
    },
    after: '20m',
    labels: { exported_namespace: 'prod', scaledObject: 'video-service', scaler: 'awsSqsQueueScaler' },
  }),
  GatekeeperViolations: () => ({
    fires: { 'gatekeeper_violations{pod="gatekeeper-audit-1",enforcement_action="deny"}': steady(2) },
    // A rule on trial only warns.
    silent: { 'gatekeeper_violations{pod="gatekeeper-audit-1",enforcement_action="warn"}': steady(2) },
    after: '20m',
    labels: { enforcement_action: 'deny' },
  }),
  GatekeeperAuditStale: () => ({
    fires: { 'gatekeeper_audit_last_run_time{pod="gatekeeper-audit-1"}': steady(0) },
    silent: { 'gatekeeper_audit_last_run_time{pod="gatekeeper-audit-1"}': growing(60) },
    after: '20m',
    labels: {},
  }),
  PlatformSecretNotSynced: ({ expression }) => {
    const [, product = ''] = expression.match(/exported_namespace!~"([^|"]+)/) ?? [];
    const of = (namespace: string) =>
      `externalsecret_status_condition{exported_namespace="${namespace}",name="receivers",condition="Ready",status="False"}`;
    return {
      fires: { [of('monitoring')]: steady(1) },
      // A product hears of its own by the alert of its workload.
      silent: { [of(product)]: steady(1), [of('monitoring')]: steady(0) },
      after: '20m',
      labels: { exported_namespace: 'monitoring', name: 'receivers' },
    };
  },
  ApplicationOutOfSync: () => ({
    fires: {
      'argocd_app_info{name="triptrip-dev-triptrip-api",project="triptrip",sync_status="OutOfSync"}':
        steady(1),
    },
    silent: {
      'argocd_app_info{name="triptrip-dev-triptrip-api",project="triptrip",sync_status="Synced"}': steady(1),
    },
    after: '40m',
    labels: { name: 'triptrip-dev-triptrip-api', project: 'triptrip' },
  }),
  ApplicationUnhealthy: () => ({
    fires: { 'argocd_app_info{name="prod-eu-keda",project="platform",health_status="Degraded"}': steady(1) },
    silent: {
      'argocd_app_info{name="prod-eu-keda",project="platform",health_status="Progressing"}': steady(1),
    },
    after: '15m',
    labels: { name: 'prod-eu-keda', project: 'platform', health_status: 'Degraded' },
  }),
  ApplicationSyncFailing: () => ({
    fires: { 'argocd_app_sync_total{name="prod-eu-keda",project="platform",phase="Failed"}': growing(0.5) },
    silent: {
      'argocd_app_sync_total{name="prod-eu-keda",project="platform",phase="Succeeded"}': growing(0.5),
    },
    after: '20m',
    labels: { name: 'prod-eu-keda', project: 'platform' },
  }),
  MeshControlPlaneDown: () => ({
    fires: { 'up{namespace="istio-system",job="istiod",pod="istiod-1-29-1"}': steady(0) },
    silent: {
      'up{namespace="istio-system",job="istiod",pod="istiod-1-29-1"}': steady(0),
      'up{namespace="istio-system",job="istiod",pod="istiod-1-29-2"}': steady(1),
    },
    after: '10m',
    labels: {},
  }),
  MeshConfigurationRejected: () => ({
    fires: { 'pilot_total_xds_rejects{pod="istiod-1",type="rds"}': growing(1) },
    silent: { 'pilot_total_xds_rejects{pod="istiod-1",type="rds"}': steady(3) },
    after: '20m',
    labels: { type: 'rds' },
  }),
  MeshCertificateExpiring: () => ({
    fires: { 'citadel_server_root_cert_expiry_timestamp{pod="istiod-1"}': steady(20 * 24 * 3600, 120) },
    silent: { 'citadel_server_root_cert_expiry_timestamp{pod="istiod-1"}': steady(40 * 24 * 3600, 120) },
    after: '90m',
    labels: {},
  }),
  MeshServiceUnavailable: () => ({
    fires: unavailable(10),
    silent: unavailable(2),
    after: '15m',
    labels: { destination_service_name: 'chat-service', destination_service_namespace: 'prod' },
  }),
  MeshPlaintextTraffic: () => ({
    fires: { [received('none')]: growing(60) },
    silent: { [received('mutual_tls')]: growing(60) },
    after: '20m',
    labels: { destination_workload: 'chat-service', destination_workload_namespace: 'prod' },
  }),
  GatewayReplicasLow: () => {
    const series =
      'kube_deployment_status_replicas_available{namespace="istio-system",deployment="istio-ingressgateway"}';
    return {
      fires: { [series]: steady(1) },
      silent: { [series]: steady(2) },
      after: '5m',
      labels: { namespace: 'istio-system', deployment: 'istio-ingressgateway' },
    };
  },
  NodeProblem: () => {
    const series = 'kube_node_status_condition{node="ip-10-0-11-7",condition="KernelDeadlock",status="true"}';
    return {
      fires: { [series]: steady(1) },
      silent: { [series]: steady(0) },
      after: '10m',
      labels: { node: 'ip-10-0-11-7', condition: 'KernelDeadlock', status: 'true' },
    };
  },
  LogsNotDelivered: () => ({
    fires: {
      'fluentbit_output_dropped_records_total{pod="fluent-bit-1",name="cloudwatch_logs.0"}': growing(30),
    },
    silent: {
      'fluentbit_output_dropped_records_total{pod="fluent-bit-1",name="cloudwatch_logs.0"}': steady(12),
    },
    after: '30m',
    labels: { name: 'cloudwatch_logs.0' },
  }),
  SpansNotDelivered: () => ({
    fires: { 'otelcol_exporter_send_failed_spans_total{pod="collector-1",exporter="awsxray"}': growing(30) },
    silent: { 'otelcol_exporter_send_failed_spans_total{pod="collector-1",exporter="awsxray"}': steady(12) },
    after: '50m',
    labels: { exporter: 'awsxray' },
  }),
  NodeScaleUpFailing: () => ({
    fires: { 'cluster_autoscaler_failed_scale_ups_total{reason="cloudProviderError"}': growing(1) },
    silent: { 'cluster_autoscaler_failed_scale_ups_total{reason="cloudProviderError"}': steady(4) },
    after: '25m',
    labels: { reason: 'cloudProviderError' },
  }),
  RedisNodeMissing: () => redis(5, 6, '15m'),
  RedisNodesMissing: () => redis(4, 5, '5m'),
};

function unavailable(percent: number) {
  const of = (code: number) =>
    `istio_requests_total{reporter="source",destination_service_name="chat-service",destination_service_namespace="prod",response_code="${code}"}`;
  return { [of(503)]: growing(percent * 60), [of(200)]: growing((100 - percent) * 60) };
}

function received(security: string) {
  return `istio_requests_total{reporter="destination",destination_workload="chat-service",destination_workload_namespace="prod",connection_security_policy="${security}"}`;
}

function redis(missing: number, well: number, after: string) {
  const series =
    'kube_statefulset_status_replicas_ready{namespace="triptrip-cache",statefulset="redis-cluster"}';
  return {
    fires: { [series]: steady(missing) },
    silent: { [series]: steady(well) },
    after,
    labels: { namespace: 'triptrip-cache', statefulset: 'redis-cluster' },
  };
}
