import { counter, type Exporter, events, gauge, histogram } from './metric.ts';

/** What each side of a request knows about it. Without `request_protocol`, which the Telemetry takes away where there is no Kiali (S4-183). */
const REQUEST = [
  'namespace',
  'pod',
  'reporter',
  'source_workload',
  'source_workload_namespace',
  'source_app',
  'source_version',
  'destination_workload',
  'destination_workload_namespace',
  'destination_service',
  'destination_service_name',
  'destination_service_namespace',
  'destination_app',
  'destination_version',
  'response_code',
  'response_flags',
  'connection_security_policy',
];

/** The proxies of the mesh. */
export const istioProxy: Exporter = {
  name: 'istio-proxy',
  unit: 'mesh-telemetry',
  source: 'https://istio.io/latest/docs/reference/config/metrics/',
  metrics: {
    istio_agent_cert_expiry_seconds: gauge('namespace', 'pod', 'resource_name'),
    istio_request_bytes: histogram(...REQUEST),
    istio_request_duration_milliseconds: histogram(...REQUEST),
    istio_requests_total: counter(...REQUEST),
    istio_response_bytes: histogram(...REQUEST),
    istio_tcp_connections_closed_total: counter(...REQUEST),
    istio_tcp_connections_opened_total: counter(...REQUEST),
    istio_tcp_received_bytes_total: counter(...REQUEST),
    istio_tcp_sent_bytes_total: counter(...REQUEST),
  },
};

/** The control plane of the mesh, whichever it is: its definitions are where any of them is. */
export const istiod: Exporter = {
  name: 'istiod',
  unit: 'istio-base',
  source: 'https://istio.io/latest/docs/reference/commands/pilot-discovery/#metrics',
  metrics: {
    citadel_server_cert_chain_expiry_timestamp: gauge('pod'),
    citadel_server_root_cert_expiry_timestamp: gauge('pod'),
    pilot_proxy_convergence_time: histogram('pod'),
    pilot_total_xds_internal_errors: counter('pod'),
    pilot_total_xds_rejects: events('pod', 'type'),
    pilot_xds: gauge('pod', 'version'),
    pilot_xds_pushes: counter('pod', 'type'),
  },
};

/**
 * What every service of ours serves itself, as the README asks of it: of its requests, and of the pool that it keeps
 * to a database. The names are those of Prometheus' client library for Go; other languages take them over.
 */
export const application: Exporter = {
  name: 'application',
  source: 'https://github.com/prometheus/client_golang/tree/main/prometheus',
  metrics: {
    go_sql_in_use_connections: gauge('namespace', 'pod', 'service', 'db_name'),
    go_sql_max_open_connections: gauge('namespace', 'pod', 'service', 'db_name'),
    go_sql_open_connections: gauge('namespace', 'pod', 'service', 'db_name'),
    go_sql_wait_count_total: counter('namespace', 'pod', 'service', 'db_name'),
    http_request_duration_seconds: histogram('namespace', 'pod', 'service', 'method', 'code'),
    http_requests_in_flight: gauge('namespace', 'pod', 'service'),
    http_requests_total: counter('namespace', 'pod', 'service', 'method', 'code'),
  },
};
