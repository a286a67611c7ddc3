import type { Alert } from '../../kit/alerting/alert.ts';

/** Renewal begins a month ahead, so a week means that it has failed for weeks. */
const WEEK = 7 * 24 * 3600;

/** Certificates that are not issued, or not renewed. */
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
      expression: `min by (exported_namespace, name) (certmanager_certificate_expiration_timestamp_seconds > 0) - time() < ${WEEK}`,
      for: '1h',
      severity: 'critical',
      summary: 'The certificate {{ $labels.name }} ends in {{ $value | humanizeDuration }}',
      description:
        'It should have been renewed long ago. Then nobody trusts who shows it in {{ $labels.exported_namespace }}.',
    },
  ];
}
