import type { Query } from './declaration.ts';

/** The requests that the variables choose. */
const CHOSEN = 'namespace=~"$namespace", job=~"$workload"';

const WINDOW = '[$__rate_interval]';

/** Requests a second, by workload. */
export const requestRate: Query = {
  expression: `sum by (job) (rate(http_requests_total{${CHOSEN}}${WINDOW}))`,
  legend: '{{job}}',
};

/** Share of the requests that end with an error of ours, by workload; 0 where there is none. */
export const errorRatio: Query = {
  expression: `(sum by (job) (rate(http_requests_total{${CHOSEN}, code=~"5.."}${WINDOW})) or 0 * sum by (job) (rate(http_requests_total{${CHOSEN}}${WINDOW}))) / sum by (job) (rate(http_requests_total{${CHOSEN}}${WINDOW}))`,
  legend: '{{job}}',
};

/** Requests a second by the code of their answer. */
export const answers: Query = {
  expression: `sum by (code) (rate(http_requests_total{${CHOSEN}}${WINDOW}))`,
  legend: '{{code}}',
};

/** Requests that are being answered. */
export const inFlight: Query = {
  expression: `sum by (job) (http_requests_in_flight{${CHOSEN}})`,
  legend: '{{job}}',
};

/** Seconds within which this share of the requests is answered, of all chosen workloads together. */
export function quantile(share: number): Query {
  return {
    expression: `histogram_quantile(${share}, sum by (le) (rate(http_request_duration_seconds_bucket{${CHOSEN}}${WINDOW})))`,
    legend: `P${share * 100}`,
  };
}

/** The same by workload. */
export function quantileByWorkload(share: number): Query {
  return {
    expression: `histogram_quantile(${share}, sum by (le, job) (rate(http_request_duration_seconds_bucket{${CHOSEN}}${WINDOW})))`,
    legend: '{{job}}',
  };
}

/** Used CPU over what the pods asked for. */
export const cpuOfRequest: Query = {
  expression: `sum by (pod) (rate(container_cpu_usage_seconds_total{namespace=~"$namespace", container!=""}${WINDOW})) / sum by (pod) (kube_pod_container_resource_requests{namespace=~"$namespace", resource="cpu"})`,
  legend: '{{pod}}',
};

/** Used memory over its limit: at 1 the container is killed. */
export const memoryOfLimit: Query = {
  expression:
    'sum by (pod, container) (container_memory_working_set_bytes{namespace=~"$namespace", container!=""}) / sum by (pod, container) (kube_pod_container_resource_limits{namespace=~"$namespace", resource="memory"})',
  legend: '{{pod}} {{container}}',
};
