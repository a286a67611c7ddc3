import { type AlertCases, growing, steady } from '../../../../scripts/prove-alerts/case.ts';

export const alertCases: AlertCases = {
  GatekeeperViolations: () => ({
    fires: { 'gatekeeper_violations{pod="gatekeeper-audit-1",enforcement_action="deny"}': steady(2) },
    // A rule on trial only warns.
    silent: { 'gatekeeper_violations{pod="gatekeeper-audit-1",enforcement_action="warn"}': steady(2) },
    after: '20m',
    labels: { enforcement_action: 'deny' },
  }),
  GatekeeperAuditStale: () => ({
    fires: { 'gatekeeper_audit_last_run_time{pod="gatekeeper-audit-1"}': steady(0) },
    silent: { 'gatekeeper_audit_last_run_time{pod="gatekeeper-audit-1"}': growing(60) },
    after: '20m',
    labels: {},
  }),
};
