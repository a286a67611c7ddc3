/** What TripTrip has to carry, in transactions a second (S4-12, S4-13). A transaction counts as one request. */
export const LOAD = { base: 1_000, peak: 50_000, burst: 100_000, fifthYear: 500_000 } as const;

/** Pages that the web front end renders for each transaction: an assumption of ours, as nothing is stated. */
export const PAGES_PER_TRANSACTION = 0.1;

/** How many times the burst fits within the bounds: our choice, so that it hits no bound. */
export const HEADROOM = 1.5;

/** Seconds, percent and pods that the rows set as targets (S4-5, S4-17 to S4-20). */
export const TARGETS = {
  rollbackSeconds: 300,
  coldStartSeconds: 30,
  upSeconds: 60,
  downSeconds: 300,
  nodeMinutes: 5,
  failoverSeconds: 30,
  podsPerNode: [30, 50],
} as const;

/** Cores that a proxy takes for 1,000 requests a second, as Istio's performance pages of several years give it. */
export const PROXY_CORES = [0.35, 0.5] as const;
