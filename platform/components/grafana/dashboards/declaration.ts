import type { DashboardName } from '../../../kit/alerting/dashboard.ts';

/** What a panel asks Prometheus, in PromQL with Grafana's variables. */
export interface Query {
  readonly expression: string;
  /** Name of a line, such as `{{pod}}`. */
  readonly legend: string;
}

/** A metric of a database as AWS counts it. */
export interface CloudWatchMetric {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Average' | 'Maximum' | 'Sum';
  readonly legend: string;
}

/** A query of Logs Insights. */
export interface LogQuery {
  readonly groups: readonly string[];
  readonly expression: string;
}

interface Shown {
  readonly title: string;
  /** What it means and what to do about it, for somebody who sees it for the first time. */
  readonly description: string;
  /** Of the 24 columns of the grid. */
  readonly width: number;
}

interface Measured extends Shown {
  /** A unit of Grafana, such as `s` or `percentunit`. */
  readonly unit: string;
  /** From here on it is red. */
  readonly red?: number;
  /** Up to here it is red: for what should be high. */
  readonly redBelow?: number;
  readonly max?: number;
}

/** One panel: a single number, lines over time, or lines of a log. */
export type PanelDeclaration =
  | (Measured & { readonly kind: 'number' | 'lines'; readonly queries: readonly Query[] })
  | (Measured & { readonly kind: 'lines'; readonly metrics: readonly CloudWatchMetric[] })
  | (Shown & { readonly kind: 'log'; readonly log: LogQuery });

/** A choice at the top of a dashboard. */
export type VariableDeclaration =
  | { readonly name: string; readonly label: string; readonly values: string }
  | { readonly name: string; readonly label: string; readonly choices: readonly string[] };

/** One dashboard: rows of panels, each row with a heading. */
export interface DashboardDeclaration {
  /** Part of its address; never changes. */
  readonly uid: DashboardName;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly VariableDeclaration[];
  /** Such as `6h`. */
  readonly range: string;
  readonly rows: readonly { readonly title: string; readonly panels: readonly PanelDeclaration[] }[];
}
