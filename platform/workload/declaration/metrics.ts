/** Where a container serves its metrics, and how often they are read. */
export interface Metrics {
  /**
   * The port of the container, which is open to Prometheus alone.
   *
   * @default 9090
   * @example 9102
   */
  readonly port: number;
  /**
   * The path that Prometheus asks for.
   *
   * @default '/metrics'
   * @example '/actuator/prometheus'
   */
  readonly path: string;
  /**
   * How often they are read, in Prometheus' notation.
   *
   * @default '30s'
   * @example '15s'
   */
  readonly interval: string;
}

/** What the container serves. */
export function metricsOf({ metrics }: { readonly metrics?: Partial<Metrics> }): Metrics {
  return { ...DEFAULT, ...metrics };
}

/** If nothing else is declared. One port for container, Service, monitor and policy alike (S4-66, X-76). */
const DEFAULT: Metrics = { port: 9090, path: '/metrics', interval: '30s' };
