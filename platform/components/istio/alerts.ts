import { X509Certificate } from 'node:crypto';
import type { Cluster } from '../../../clusters/index.ts';
import type { Alert } from '../../kit/alerting/alert.ts';
import { gone, happened } from '../../kit/alerting/events.ts';
import { controlPlanesOf } from '../../kit/proxy-revision.ts';
import type { Context } from '../../unit/unit.ts';
import { privateAuthorityOf } from '../istio-csr/address.ts';
import { ISTIO_NAMESPACE, ingressGateway, istiodService } from './address.ts';

const BY_SERVICE = 'sum by (destination_service_name, destination_service_namespace)';
const THIRTY_DAYS = 30 * 24 * 3600;

/** Proxies ask for the next certificate after half of a day, so a quarter means that they have been refused for hours. */
const QUARTER_DAY = 6 * 3600;

/**
 * The control planes, and what only the mesh as a whole can see (S0-07). During an upgrade each control plane has proxies
 * that no other one serves.
 */
export function meshAlerts({ cluster }: Context): readonly Alert[] {
  return [
    {
      alert: 'MeshControlPlaneDown',
      expression: controlPlanesOf(cluster).map(isDown).join(' or '),
      for: '5m',
      severity: 'critical',
      summary: 'No pod of {{ $labels.service }} answers',
      description:
        'Its proxies keep what they know, but no new pod becomes ready and certificates run out within a day.',
    },
    {
      alert: 'MeshConfigurationRejected',
      expression: happened('pilot_total_xds_rejects', '10m', 'type'),
      for: '5m',
      severity: 'warning',
      summary: 'Proxies refuse configuration of the type {{ $labels.type }}',
      description:
        'They go on with the last one that they took. The latest change of routes or policies is not in force.',
    },
    {
      alert: 'MeshCertificateExpiring',
      expression: `${rootExpiry(cluster)} - time() < ${THIRTY_DAYS}`,
      for: '1h',
      severity: 'warning',
      summary: 'The root certificate of the mesh ends in {{ $value | humanizeDuration }}',
      description: 'After that no two proxies trust each other.',
    },
    {
      alert: 'MeshProxyCertificateExpiring',
      expression: `min by (namespace) (istio_agent_cert_expiry_seconds) < ${QUARTER_DAY}`,
      for: '15m',
      severity: 'critical',
      summary: 'Proxies of {{ $labels.namespace }} get no new certificate',
      description:
        'The first one ends in {{ $value | humanizeDuration }}. After that nobody talks to its pod any more.',
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

/**
 * When the root ends, as seconds since 1970. An istiod that signs tells it. One that does not (istio-csr signs in its place)
 * has no such metric, and no other component either: there it is the date in the contract's certificate.
 */
function rootExpiry(cluster: Cluster): string {
  const authority = privateAuthorityOf(cluster);
  if (authority === undefined) return 'min(citadel_server_root_cert_expiry_timestamp)';
  return `vector(${endOf(authority.root, cluster) / 1000})`;
}

/** @throws when what Terraform printed only looks like a certificate */
function endOf(root: string, { name }: Cluster): number {
  try {
    return Date.parse(new X509Certificate(root).validTo);
  } catch {
    throw new Error(
      `clusters/${name}/terraform.json: mesh_root_certificate cannot be read as a certificate. Print the one of the root certificate authority, in PEM.`,
    );
  }
}

const GATEWAY = `kube_deployment_status_replicas_available{namespace="${ingressGateway.namespace}",deployment="${ingressGateway.name}"}`;

/** Where all requests come in. */
export function gatewayAlerts(): readonly Alert[] {
  return [
    {
      alert: 'GatewayReplicasLow',
      expression: `${gone(GATEWAY)} or ${GATEWAY} < 2`,
      for: '2m',
      severity: 'critical',
      summary: 'The ingress gateway has {{ $value }} available pods',
      description: 'Every request from outside goes through them.',
    },
  ];
}
