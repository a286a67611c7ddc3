import { recorded } from '../../../workload/watching/requests.ts';
import type { Query, VariableDeclaration } from './declaration.ts';

/** The services that the variables choose. */
export const CHOSEN = 'namespace=~"$namespace", service=~"$service"';

/**
 * Namespaces and services whose requests are recorded; each choice narrows the next. The rules of the alerts record
 * them, so a panel and an alert never disagree, and it is the same whether proxies count the requests or the services.
 */
export const requestVariables: readonly VariableDeclaration[] = [
  { name: 'namespace', label: 'Namespace', values: `label_values(${recorded.requests}, namespace)` },
  {
    name: 'service',
    label: 'Service',
    values: `label_values(${recorded.requests}{namespace=~"$namespace"}, service)`,
  },
];

/** Requests a second, by service. */
export const requestRate: Query = {
  expression: `${recorded.requests}{${CHOSEN}}`,
  legend: '{{service}}',
};

/** Share of the requests that end with an error of ours in five minutes, by service. */
export const errorRatio: Query = {
  expression: `${recorded.errorRatio}{${CHOSEN}, window="5m"}`,
  legend: '{{service}}',
};

/** Answers a second by their code, as the services themselves count them. */
export const answers: Query = {
  expression: `sum by (code) (rate(http_requests_total{${CHOSEN}}[$__rate_interval]))`,
  legend: '{{code}}',
};

/** Requests that are being answered. */
export const inFlight: Query = {
  expression: `sum by (service) (http_requests_in_flight{${CHOSEN}})`,
  legend: '{{service}}',
};

/** Seconds within which this share of the requests is answered, by service. */
export function duration(quantile: '0.5' | '0.95' | '0.99'): Query {
  return {
    expression: `${recorded.duration}{${CHOSEN}, quantile="${quantile}"}`,
    legend: `{{service}} P${Number(quantile) * 100}`,
  };
}

/** Used CPU over what the pods asked for. */
export const cpuOfRequest: Query = {
  expression:
    'sum by (pod) (rate(container_cpu_usage_seconds_total{namespace=~"$namespace", container!=""}[$__rate_interval])) / sum by (pod) (kube_pod_container_resource_requests{namespace=~"$namespace", resource="cpu"})',
  legend: '{{pod}}',
};

/** Used memory over its limit: at 1 the container is killed. */
export const memoryOfLimit: Query = {
  expression:
    'sum by (pod, container) (container_memory_working_set_bytes{namespace=~"$namespace", container!=""}) / sum by (pod, container) (kube_pod_container_resource_limits{namespace=~"$namespace", resource="memory"})',
  legend: '{{pod}} {{container}}',
};
