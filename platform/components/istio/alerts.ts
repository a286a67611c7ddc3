import type { Alert } from '../../kit/alerting/alert.ts';
import { ISTIO_NAMESPACE, ingressGateway, istiodService } from './address.ts';

const BY_SERVICE = 'sum by (destination_service_name, destination_service_namespace)';
const THIRTY_DAYS = 30 * 24 * 3600;

/**
 * The control planes, and what only the mesh as a whole can see (S0-07).
 *
 * @param revisions of the control planes: during an upgrade each has proxies that no other one serves
 */
export function meshAlerts(revisions: readonly string[]): readonly Alert[] {
  return [
    {
      alert: 'MeshControlPlaneDown',
      expression: revisions.map(isDown).join(' or '),
      for: '5m',
      severity: 'critical',
      summary: 'No pod of {{ $labels.service }} answers',
      description:
        'Its proxies keep what they know, but no new pod becomes ready and certificates run out within a day.',
    },
    {
      alert: 'MeshConfigurationRejected',
      expression: 'sum by (type) (increase(pilot_total_xds_rejects[10m])) > 0',
      for: '5m',
      severity: 'warning',
      summary: 'Proxies refuse configuration of the type {{ $labels.type }}',
      description:
        'They go on with the last one that they took. The latest change of routes or policies is not in force.',
    },
    {
      alert: 'MeshCertificateExpiring',
      expression: `min(citadel_server_root_cert_expiry_timestamp) - time() < ${THIRTY_DAYS}`,
      for: '1h',
      severity: 'warning',
      summary: 'The root certificate of the mesh ends in {{ $value | humanizeDuration }}',
      description: 'After that no two proxies trust each other.',
    },
    {
      alert: 'MeshServiceUnavailable',
      expression: `${BY_SERVICE} (rate(istio_requests_total{reporter="source",response_code="503"}[5m])) / ${BY_SERVICE} (rate(istio_requests_total{reporter="source"}[5m])) > 0.05`,
      for: '5m',
      severity: 'warning',
      summary: 'Callers get 503 from {{ $labels.destination_service_name }}',
      description:
        '{{ $value | humanizePercentage }} of the requests: no healthy pod, an open circuit breaker, or a policy between them.',
    },
    {
      alert: 'MeshPlaintextTraffic',
      expression:
        'sum by (destination_workload, destination_workload_namespace) (rate(istio_requests_total{reporter="destination",connection_security_policy="none"}[5m])) > 0',
      for: '10m',
      severity: 'warning',
      summary: '{{ $labels.destination_workload }} takes requests without mTLS',
      description:
        'Mutual TLS is demanded everywhere (S0-04): a policy of its own must have made an exception.',
    },
  ];
}

/** `absent` of a comparison has no labels, so that of the Service is set. */
function isDown(revision: string): string {
  const service = istiodService(revision);
  const answers = `up{namespace="${ISTIO_NAMESPACE}",service="${service}"} == 1`;
  return `label_replace(absent(${answers}), "service", "${service}", "", "")`;
}

/** Where all requests come in. */
export function gatewayAlerts(): readonly Alert[] {
  return [
    {
      alert: 'GatewayReplicasLow',
      expression: `kube_deployment_status_replicas_available{namespace="${ingressGateway.namespace}",deployment="${ingressGateway.name}"} < 2`,
      for: '2m',
      severity: 'critical',
      summary: 'The ingress gateway has {{ $value }} available pods',
      description: 'Every request from outside goes through them.',
    },
  ];
}
