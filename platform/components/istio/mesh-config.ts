import type { Cluster } from '../../../clusters/index.ts';
import { RETRIES, RETRY_OTHERS } from '../../kit/network/retries.ts';
import { collector } from '../opentelemetry-collector/address.ts';

/** The names under which the mesh's Telemetry asks for what is declared below (S3-52, S3-62, X-68). */
export const telemetryProviders = {
  accessLog: 'envoy',
  metrics: 'prometheus',
  tracing: 'opentelemetry',
} as const;

/** Fields of a request's record (S4-156): an object, so each record is one line of JSON. */
const ACCESS_LOG = {
  start_time: '%START_TIME%',
  method: '%REQ(:METHOD)%',
  path: '%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%',
  protocol: '%PROTOCOL%',
  response_code: '%RESPONSE_CODE%',
  response_flags: '%RESPONSE_FLAGS%',
  bytes_received: '%BYTES_RECEIVED%',
  bytes_sent: '%BYTES_SENT%',
  duration: '%DURATION%',
  upstream_service_time: '%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%',
  x_forwarded_for: '%REQ(X-FORWARDED-FOR)%',
  user_agent: '%REQ(USER-AGENT)%',
  request_id: '%REQ(X-REQUEST-ID)%',
  authority: '%REQ(:AUTHORITY)%',
  upstream_host: '%UPSTREAM_HOST%',
  upstream_cluster: '%UPSTREAM_CLUSTER%',
  upstream_local_address: '%UPSTREAM_LOCAL_ADDRESS%',
  downstream_local_address: '%DOWNSTREAM_LOCAL_ADDRESS%',
  downstream_remote_address: '%DOWNSTREAM_REMOTE_ADDRESS%',
  requested_server_name: '%REQUESTED_SERVER_NAME%',
  route_name: '%ROUTE_NAME%',
};

/**
 * The mesh-wide settings of one cluster. Providers are declared here; whether, when and how often they are used is up to
 * Telemetry alone. An `accessLogFile` or a mesh-wide tracer would bypass its filter.
 */
export function meshConfig({ trustDomain, trustDomainAliases }: NonNullable<Cluster['mesh']>) {
  return {
    extensionProviders: [
      {
        name: telemetryProviders.accessLog,
        envoyFileAccessLog: { path: '/dev/stdout', logFormat: { labels: ACCESS_LOG } },
      },
      { name: telemetryProviders.metrics, prometheus: {} },
      {
        name: telemetryProviders.tracing,
        opentelemetry: { service: collector.host, port: collector.port },
      },
    ],
    enableAutoMtls: true,
    trustDomain,
    ...(trustDomainAliases.length > 0 && { trustDomainAliases }),
    // A host that no ServiceEntry names is refused (S4-160, X-62).
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    // For what has no routes of ours, such as the parts of Temporal: Istio's own choice also repeats what the callee may
    // have begun with, and so would every level of a chain.
    defaultHttpRetryPolicy: { attempts: RETRIES, retryOn: RETRY_OTHERS },
    defaultConfig: {
      holdApplicationUntilProxyStarts: true,
      // The load balancer is the only proxy whose X-Forwarded-For is trusted.
      gatewayTopology: { numTrustedProxies: 1 },
      // A sidecar outlives its application and leaves when the last connection is closed.
      proxyMetadata: { EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true' },
    },
  };
}
