import type { DashboardName } from './dashboard.ts';

/**
 * How fast somebody has to look: `critical` pages at any hour, `warning` is read the same day, `info` in working hours.
 */
type Severity = 'critical' | 'warning' | 'info';

/** A condition that is reported while it lasts. */
export interface Alert {
  /** In PascalCase; the heading of its runbook. */
  readonly alert: string;
  /** PromQL, by metrics of `platform/components/monitoring/metrics` only. */
  readonly expression: string;
  /** How long it has to hold without a gap, such as `5m`; left out: reported at once. */
  readonly for?: string;
  readonly severity: Severity;
  /** One line, with the labels of the series: what is broken. */
  readonly summary: string;
  /** What that means, and with which number. */
  readonly description: string;
  /** The team, if it is not that of the unit; may be a template such as `{{ $labels.project }}`. */
  readonly owner?: string;
  /** Where to look first; that of the unit's owner, if it is left out. */
  readonly dashboard?: DashboardName;
  /** What a tool that acts on the alert reads; may be templates. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An expression whose result is kept as a metric of its own (S3-70). */
export interface Recording {
  readonly record: string;
  readonly expression: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export type Rule = Alert | Recording;
