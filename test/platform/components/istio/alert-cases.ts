import { type AlertCases, growing, type Subject, steady } from '../../../../scripts/prove-alerts/case.ts';

function unavailable(percent: number) {
  const of = (code: number) =>
    `istio_requests_total{reporter="source",destination_service_name="chat-service",destination_service_namespace="prod",response_code="${code}"}`;
  return { [of(503)]: growing(percent * 60), [of(200)]: growing((100 - percent) * 60) };
}

function received(security: string) {
  return `istio_requests_total{reporter="destination",destination_workload="chat-service",destination_workload_namespace="prod",connection_security_policy="${security}"}`;
}

/** The Services of the control planes that the rule names. */
function servicesIn({ alert, expression }: Subject): readonly [string, ...string[]] {
  const [first, ...others] = new Set(
    [...expression.matchAll(/service="([^"]+)"/g)].map(([, name = '']) => name),
  );
  if (first === undefined) throw new Error(`${alert}: its expression names no Service.`);
  return [first, ...others];
}

function target(service: string, pod: number): string {
  return `up{namespace="istio-system",job="${service}",service="${service}",pod="${service}-${pod}"}`;
}

export const alertCases: AlertCases = {
  MeshControlPlaneDown: (subject) => {
    const [down, ...others] = servicesIn(subject);
    // Pods of another control plane do not stand in for it: its proxies do not dial them.
    const rest = Object.fromEntries(
      [...others, 'istiod-0-1'].map((service) => [target(service, 1), steady(1)]),
    );
    return {
      fires: { [target(down, 1)]: steady(0), ...rest },
      silent: { [target(down, 1)]: steady(0), [target(down, 2)]: steady(1), ...rest },
      after: '10m',
      labels: { service: down },
    };
  },
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
};
