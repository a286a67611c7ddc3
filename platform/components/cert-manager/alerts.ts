import type { Alert } from '../../kit/alerting/alert.ts';

const EXPIRY = 'certmanager_certificate_expiration_timestamp_seconds > 0';
const RENEWAL = 'certmanager_certificate_renewal_timestamp_seconds > 0';

/** Part of the time between the date of renewal and the end that is left when somebody is called. */
const LEFT = 0.25;

/**
 * Certificates that are not issued, or not renewed. How late a renewal is follows from the certificate itself: some
 * live for years, those of istiod for a day.
 */
export function certificateAlerts(): readonly Alert[] {
  return [
    {
      alert: 'CertificateNotReady',
      expression:
        'max by (exported_namespace, name) (certmanager_certificate_ready_status{condition!="True"}) == 1',
      for: '15m',
      severity: 'warning',
      summary: 'The certificate {{ $labels.name }} is not issued',
      description:
        'What mounts its Secret in {{ $labels.exported_namespace }} does not start, or keeps an old one.',
    },
    {
      alert: 'CertificateExpiring',
      expression: `min by (exported_namespace, name) ((${EXPIRY}) - time() < ${LEFT} * ((${EXPIRY}) - (${RENEWAL})))`,
      for: '15m',
      severity: 'critical',
      summary: 'The certificate {{ $labels.name }} ends in {{ $value | humanizeDuration }}',
      description:
        'Three quarters of the time for its renewal are over. At its end nobody trusts who shows it in {{ $labels.exported_namespace }}.',
    },
  ];
}
