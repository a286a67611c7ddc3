import { type AlertCases, steady } from '../../../../scripts/prove-alerts/case.ts';

const CERTIFICATE = 'exported_namespace="triptrip-cache",name="redis-cluster"';
const SHORT = 'exported_namespace="istio-system",name="istiod"';
const NEW = 'exported_namespace="prod",name="new"';
const HOUR = 3600;

/** A certificate that ends so many hours from the start, and is to be renewed so many hours before that. */
function ends(certificate: string, hours: number, renewBefore: number) {
  return {
    [`certmanager_certificate_expiration_timestamp_seconds{${certificate}}`]: steady(hours * HOUR, 600),
    [`certmanager_certificate_renewal_timestamp_seconds{${certificate}}`]: steady(
      (hours - renewBefore) * HOUR,
      600,
    ),
  };
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
    // Of the eight hours for its renewal one is left; one that was never issued has no dates.
    fires: { ...ends(SHORT, 9, 8), ...ends(CERTIFICATE, 40 * 24, 30 * 24), ...ends(NEW, 0, 0) },
    silent: { ...ends(SHORT, 13, 8), ...ends(CERTIFICATE, 40 * 24, 30 * 24), ...ends(NEW, 0, 0) },
    after: '8h',
    labels: { exported_namespace: 'istio-system', name: 'istiod' },
  }),
};
