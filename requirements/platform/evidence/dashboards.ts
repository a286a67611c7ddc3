import { type Evidence, rendered } from '../../model/evidence.ts';
import type { Matcher } from '../../model/expected.ts';
import { query } from '../../model/query.ts';
import { parsed } from './texts.ts';

/** What a panel shows: its title, and what its queries ask for. */
interface Panel {
  readonly title: string;
  readonly asks: readonly [string, ...string[]];
}

/** A dashboard that Grafana loads, with these panels and their queries. */
function dashboard(name: string, title: string, ...panels: readonly Panel[]): Evidence {
  return rendered(`grafana/monitoring/configmap-dashboard-${name}.yaml`)({
    'metadata.namespace': 'monitoring',
    'metadata.labels.grafana_dashboard': '1',
    [`data["${name}.json"]`]: showing(title, panels),
  });
}

function showing(title: string, panels: readonly Panel[]): Matcher {
  return {
    says: `shows ${panels.map((panel) => panel.title).join(', ')}`,
    holds: (text) => {
      const model = parsed(text);
      const found = query(model, 'panels');
      return (
        query(model, 'title') === title &&
        Array.isArray(found) &&
        panels.every((panel) => found.some((one: unknown) => shows(one, panel)))
      );
    },
  };
}

function shows(panel: unknown, { title, asks }: Panel): boolean {
  const targets = query(panel, 'targets');
  return (
    query(panel, 'title') === title &&
    query(panel, 'type') !== 'row' &&
    Array.isArray(targets) &&
    asks.every((part) => targets.some((target: unknown) => asksFor(target, part)))
  );
}

/** By PromQL, as a metric of CloudWatch, or as a search of its logs. */
function asksFor(target: unknown, part: string): boolean {
  return (
    query(target, 'hide') !== true &&
    ['expr', 'metricName', 'expression'].some((field) => {
      const found = query(target, field);
      return typeof found === 'string' && found.includes(part);
    })
  );
}

const RATE = 'service:requests:rate5m{';
const ERRORS = 'service:request_errors:ratio{';
const DURATION = 'service:request_duration_seconds:quantile5m{';

/** Latency, traffic, errors, saturation (S1-33). */
export const goldenSignals = dashboard(
  'golden-signals',
  'Golden signals',
  { title: 'P95 now', asks: [DURATION] },
  { title: 'P95 by service', asks: [DURATION] },
  { title: 'Requests a second', asks: [RATE] },
  { title: 'Share of answers with 5xx', asks: [ERRORS] },
  {
    title: 'CPU of what was requested',
    asks: ['container_cpu_usage_seconds_total', 'kube_pod_container_resource_requests'],
  },
  { title: 'Memory of the limit', asks: ['container_memory_working_set_bytes'] },
  { title: 'Autoscalers at their largest size', asks: ['kube_horizontalpodautoscaler_spec_max_replicas'] },
);

/** Number of nodes and pods, CPU, memory, network (S2-69). */
export const clusterOverview = dashboard(
  'cluster-overview',
  'Cluster overview',
  { title: 'Nodes', asks: ['count(kube_node_info)'] },
  { title: 'Pods that run', asks: ['kube_pod_status_phase{phase="Running"}'] },
  { title: 'CPU of each node', asks: ['node_cpu_seconds_total{mode="idle"}'] },
  { title: 'Memory of each node', asks: ['node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes'] },
  {
    title: 'Network of each node',
    asks: ['node_network_receive_bytes_total', 'node_network_transmit_bytes_total'],
  },
);

/** Rate, errors, P50, P95 and P99, connections (S2-70). */
export const application = dashboard(
  'application',
  'Application',
  { title: 'Request rate', asks: [RATE] },
  { title: 'Error rate', asks: [ERRORS] },
  { title: 'Response time', asks: ['quantile="0.5"', 'quantile="0.95"', 'quantile="0.99"'] },
  { title: 'Active connections', asks: ['http_requests_in_flight{'] },
);

/** Pools, how queries perform, slow ones (S2-71). */
export const database = dashboard(
  'database',
  'Database',
  { title: 'Connections of the pools', asks: ['go_sql_in_use_connections', 'go_sql_max_open_connections'] },
  { title: 'Waits for a connection', asks: ['go_sql_wait_count_total'] },
  { title: 'Connections of the database', asks: ['DatabaseConnections'] },
  { title: 'Latency of reads and writes', asks: ['ReadLatency', 'WriteLatency'] },
  { title: 'Slow queries', asks: ['duration'] },
);

/** Availability, latency, error budget (S1-34, S2-72). */
export const serviceLevels = dashboard(
  'service-levels',
  'SLI and SLO',
  {
    title: 'Availability in the window',
    asks: ['1 - sum_over_time(service:request_errors:rate5m{'],
  },
  { title: 'Error budget that is left', asks: ['service:request_errors:rate5m{'] },
  { title: 'How fast the budget burns', asks: ['window="1h"', 'window="6h"'] },
  {
    title: 'Fast requests in the window',
    asks: ['1 - sum_over_time(service:requests_slow:rate5m{'],
  },
);
