import type { RunningDeclaration } from '../declaration/workload.ts';
import type { RunningPlacement } from '../graph/placement.ts';

/** Where a container serves its metrics, and how often they are read. */
export interface Metrics {
  readonly port: number;
  readonly path: string;
  /** In Prometheus' notation, such as `30s`. */
  readonly interval: string;
}

/** Where nothing else is declared. One port for all of container, Service, monitor and policy (S4-66, X-76). */
const DEFAULT: Metrics = { port: 9090, path: '/metrics', interval: '30s' };

/** The proxy's port for its own metrics and its container's, open to readers outside the mesh. */
const MERGED_PORT = 15020;
const MERGED_PATH = '/stats/prometheus';

/** What the container serves. */
export function metricsOf({ metrics }: RunningDeclaration): Metrics {
  return { ...DEFAULT, ...metrics };
}

/** What Prometheus reads: the proxy's merged metrics where there is a proxy, else the container's. */
export function scrapedMetrics({ declaration, sidecar }: RunningPlacement): Metrics {
  const own = metricsOf(declaration);
  return sidecar === undefined ? own : { ...own, port: MERGED_PORT, path: MERGED_PATH };
}
