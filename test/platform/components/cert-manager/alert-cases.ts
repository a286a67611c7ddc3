import { type AlertCases, steady } from '../../../../scripts/prove-alerts/case.ts';

const CERTIFICATE = 'exported_namespace="triptrip-cache",name="redis-cluster"';

function certificateEnds(days: number) {
  const series = `certmanager_certificate_expiration_timestamp_seconds{${CERTIFICATE}}`;
  return { [series]: steady(days * 24 * 3600, 120) };
}

function readiness(ready: number, condition: string) {
  return {
    [`certmanager_certificate_ready_status{${CERTIFICATE},condition="True"}`]: steady(ready),
    [`certmanager_certificate_ready_status{${CERTIFICATE},condition="${condition}"}`]: steady(1 - ready),
  };
}

export const alertCases: AlertCases = {
  CertificateNotReady: () => ({
    fires: readiness(0, 'False'),
    silent: readiness(1, 'False'),
    after: '20m',
    labels: { exported_namespace: 'triptrip-cache', name: 'redis-cluster' },
  }),
  CertificateExpiring: () => ({
    fires: certificateEnds(6),
    silent: certificateEnds(8),
    after: '90m',
    labels: { exported_namespace: 'triptrip-cache', name: 'redis-cluster' },
  }),
};
