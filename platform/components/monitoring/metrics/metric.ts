/** One metric, with its labels as Prometheus keeps them: those of the exporter, and the ones of its monitor that rules use. */
export interface Metric {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  /** Of a counter that is not there, rather than zero, before its first event. */
  readonly beginsWithEvent?: true;
}

/** What serves metrics on a cluster. */
export interface Exporter {
  readonly name: string;
  /** The unit that installs it. An exporter of workloads, or of Kubernetes itself, has none. */
  readonly unit?: string;
  /** A gauge of it that is always there: when nobody serves it, every alert on the others is blind. */
  readonly alive?: string;
  /** Where its authors list the metrics: a document or a file of their repository. */
  readonly source: string;
  readonly metrics: Readonly<Record<string, Metric>>;
}

/** A number that only grows, until its process restarts. */
export function counter(...labels: readonly string[]): Metric {
  return { type: 'counter', labels };
}

/** A counter whose series begins with its first event, at 1. */
export function events(...labels: readonly string[]): Metric {
  return { type: 'counter', labels, beginsWithEvent: true };
}

/** A number that goes up and down. */
export function gauge(...labels: readonly string[]): Metric {
  return { type: 'gauge', labels };
}

/** A distribution: the name of the catalogue stands for its series `_bucket`, `_sum` and `_count`. */
export function histogram(...labels: readonly string[]): Metric {
  return { type: 'histogram', labels };
}
