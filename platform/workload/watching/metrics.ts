import { MERGED_METRICS_PATH, MERGED_METRICS_PORT } from '../../components/istio/address.ts';
import { type Metrics, metricsOf } from '../declaration/metrics.ts';
import type { RunningPlacement } from '../graph/placement.ts';

/** What Prometheus reads: the proxy's merged metrics where there is a proxy, else the container's. */
export function scrapedMetrics({ declaration, sidecar }: RunningPlacement): Metrics {
  const own = metricsOf(declaration);
  return sidecar === undefined ? own : { ...own, port: MERGED_METRICS_PORT, path: MERGED_METRICS_PATH };
}
