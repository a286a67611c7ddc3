import type { Alert } from '../../kit/alerting/alert.ts';

/** Only the audit finds what came in before its rule, or while the webhook was down. */
export function gatekeeperAlerts(): readonly Alert[] {
  return [
    {
      alert: 'GatekeeperViolations',
      expression: 'max by (enforcement_action) (gatekeeper_violations{enforcement_action="deny"}) > 0',
      for: '15m',
      severity: 'warning',
      summary: '{{ $value }} objects break a constraint that denies them',
      description:
        'They are on the cluster all the same: from before the rule, or from a time without webhook.',
    },
    {
      alert: 'GatekeeperAuditStale',
      expression: 'time() - max(gatekeeper_audit_last_run_time) > 600',
      for: '5m',
      severity: 'warning',
      summary: "Gatekeeper's audit has not run for {{ $value | humanizeDuration }}",
      description: 'It should run each minute. Violations are not found meanwhile.',
    },
  ];
}
