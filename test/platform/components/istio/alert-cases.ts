import {
  type AlertCase,
  type AlertCases,
  bornWithEvent,
  growing,
  OBJECTS_KNOWN,
  type Subject,
  steady,
} from '../../../../scripts/prove-alerts/case.ts';

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

const DAY = 24 * 3600;

/** Where istiod signs, it says when its root ends; elsewhere the date stands in the rule. */
function rootEnds({ expression }: Subject): AlertCase {
  const [, end] = expression.match(/^vector\((\d+)\)/) ?? [];
  const root = 'citadel_server_root_cert_expiry_timestamp{pod="istiod-1"}';
  if (end === undefined) {
    return {
      fires: { [root]: steady(20 * DAY, 120) },
      silent: { [root]: steady(40 * DAY, 120) },
      after: '90m',
      labels: {},
    };
  }
  const month = Math.floor(Number(end) / (30 * DAY));
  return {
    fires: {},
    silent: {},
    after: `${(month + 1) * 30}d`,
    silentAfter: `${(month - 1) * 30}d`,
    every: '30d',
    labels: {},
  };
}

function certificateOfProxy(hours: number) {
  return {
    'istio_agent_cert_expiry_seconds{namespace="prod",pod="chat-service-1",resource_name="default"}': steady(
      hours * 3600,
    ),
  };
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
    alsoFires: [
      { ...OBJECTS_KNOWN, 'pilot_total_xds_rejects{pod="istiod-1",type="rds"}': bornWithEvent(13) },
    ],
    silent: { 'pilot_total_xds_rejects{pod="istiod-1",type="rds"}': steady(3) },
    after: '20m',
    labels: { type: 'rds' },
  }),
  MeshCertificateExpiring: rootEnds,
  MeshProxyCertificateExpiring: () => ({
    fires: certificateOfProxy(5),
    // The next one is asked for after twelve hours, or a little later.
    silent: certificateOfProxy(11),
    after: '20m',
    labels: { namespace: 'prod' },
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
      alsoFires: [OBJECTS_KNOWN],
      silent: { [series]: steady(2) },
      alsoSilent: [{}],
      after: '5m',
      labels: { namespace: 'istio-system', deployment: 'istio-ingressgateway' },
    };
  },
};
