import type { RunningDeclaration } from './workload.ts';

/** Where a container serves its metrics, and how often they are read. */
export interface Metrics {
  readonly port: number;
  readonly path: string;
  /** In Prometheus' notation, such as `30s`. */
  readonly interval: string;
}

/** What the container serves. */
export function metricsOf({ metrics }: RunningDeclaration): Metrics {
  return { ...DEFAULT, ...metrics };
}

/** If nothing else is declared. One port for container, Service, monitor and policy alike (S4-66, X-76). */
export const DEFAULT: Metrics = { port: 9090, path: '/metrics', interval: '30s' };
