import { type Metrics, metricsOf } from '../declaration/metrics.ts';
import type { RunningPlacement } from '../graph/placement.ts';

/** The proxy's port for its own metrics and its container's, open to readers outside the mesh. */
const MERGED_PORT = 15020;
const MERGED_PATH = '/stats/prometheus';

/** What Prometheus reads: the proxy's merged metrics where there is a proxy, else the container's. */
export function scrapedMetrics({ declaration, sidecar }: RunningPlacement): Metrics {
  const own = metricsOf(declaration);
  return sidecar === undefined ? own : { ...own, port: MERGED_PORT, path: MERGED_PATH };
}
