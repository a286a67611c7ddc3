/** An HTTP check. Periods and timeouts are seconds. */
export interface Probe {
  /**
   * What is asked for, on the port of a service or the metrics port of a worker; any answer from 200 to 399 will do.
   *
   * @example '/health/live'
   */
  readonly path: string;
  /**
   * Seconds from the start of the container to the first check.
   *
   * @default None: the first check comes at once.
   * @example 5
   */
  readonly initialDelaySeconds?: number;
  /**
   * Seconds from one check to the next.
   *
   * @default 2 for startup, 10 for liveness, 5 for readiness.
   * @example 10
   */
  readonly periodSeconds?: number;
  /**
   * Seconds that an answer may take.
   *
   * @default 2 for startup, 5 for liveness, 3 for readiness.
   * @example 3
   */
  readonly timeoutSeconds?: number;
  /**
   * How many checks in a row have to fail before it counts.
   *
   * @default 30 for startup, 3 for liveness, 3 for readiness.
   * @example 3
   */
  readonly failureThreshold?: number;
}

/** Three questions with three answers: has it started, is it alive, and can it take requests now? */
export interface Probes {
  /**
   * Until it succeeds the other two are not asked; where it fails for good, the container is started anew.
   *
   * @default GET /health/startup, every 2 s for a minute.
   * @example { path: '/started', failureThreshold: 60 }
   */
  readonly startup: Probe;
  /**
   * Where it fails, the container is started anew. It must not ask what the workload calls.
   *
   * @default GET /health/live, every 10 s.
   * @example { path: '/alive' }
   */
  readonly liveness: Probe;
  /**
   * While it fails, the pod gets no requests.
   *
   * @default GET /health/ready, every 5 s.
   * @example { path: '/ready', timeoutSeconds: 5 }
   */
  readonly readiness: Probe;
}
