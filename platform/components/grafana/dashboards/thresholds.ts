/** Where a panel turns red: the figures of the alerts (S2-85 to S2-90). Ratios are from 0 to 1. */
export const thresholds = {
  cpu: 0.8,
  memory: 0.85,
  errors: 0.05,
  /** Of one database. */
  connections: 80,
} as const;
