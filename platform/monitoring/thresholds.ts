/** Figures from which something is wrong (S2-79 to S2-90); ratios are from 0 to 1. */
export const thresholds = {
  cpu: 0.8,
  memory: 0.85,
  errors: 0.05,
  /** Of the slowest 5 % of the requests, in seconds. */
  latency: 0.5,
  databaseConnections: 80,
} as const;

/** What we promise; no document gives a target (S1-34, S2-72). */
export const objectives = {
  /** Share of the requests that are answered without an error of ours. */
  availability: 0.999,
  /** Share of the requests that are faster than the threshold of latency. */
  latency: 0.95,
  /** The window in which both are counted. */
  days: 30,
} as const;
