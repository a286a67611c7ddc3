import type { Alert } from './alert.ts';
import type { DashboardName } from './dashboard.ts';

/** Alerts that lead to a dashboard, unless one says itself where it is shown. */
export function shownOn(dashboard: DashboardName, alerts: readonly Alert[]): readonly Alert[] {
  return alerts.map((alert) => ({ dashboard, ...alert }));
}
