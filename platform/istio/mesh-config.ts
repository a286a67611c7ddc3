import type { Cluster } from '../../clusters/index.ts';

/** A request in one line of JSON: with line breaks each would become several records (S4-156, X-70). */
const ACCESS_LOG = JSON.stringify({
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
});

/** The mesh-wide settings of one cluster. A tracer is not among them: Telemetry names one. */
export function meshConfig({ trustDomain, trustDomainAliases }: NonNullable<Cluster['mesh']>) {
  return {
    accessLogFile: '/dev/stdout',
    accessLogEncoding: 'JSON',
    accessLogFormat: ACCESS_LOG,
    enableAutoMtls: true,
    trustDomain,
    ...(trustDomainAliases.length > 0 && { trustDomainAliases }),
    // A host that no ServiceEntry names is refused (S4-160, X-62).
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    defaultConfig: {
      holdApplicationUntilProxyStarts: true,
      // The load balancer is the one proxy whose X-Forwarded-For counts.
      gatewayTopology: { numTrustedProxies: 1 },
      // A sidecar outlives its application and leaves when the last connection is closed.
      proxyMetadata: { EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true' },
    },
  };
}
