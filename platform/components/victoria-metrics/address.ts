import type { Cluster } from '../../../clusters/index.ts';
import { serviceHost } from '../../kit/names.ts';
import { type Flow, type Pods, pods } from '../../kit/network/flows.ts';
import { MONITORING_NAMESPACE } from '../monitoring/address.ts';

const NAME = 'victoria-metrics';
const NAMESPACE = MONITORING_NAMESPACE;

/** Where samples are written to and read from, over the API of Prometheus. */
export const victoriaMetrics = {
  name: NAME,
  namespace: NAMESPACE,
  /** The Service's name in every namespace. */
  host: serviceHost(NAME, NAMESPACE),
  port: 8428,
} as const;

const victoriaMetricsPods: Pods = { namespace: NAMESPACE, labels: { app: NAME } };

/** Whether a cluster keeps metrics for longer than Prometheus does (S3-57). */
export function keepsMetrics({ longTermMetrics }: Cluster): boolean {
  return longTermMetrics !== undefined;
}

/** The other side: what Prometheus and Grafana may send to. */
export function toVictoriaMetrics(cluster: Cluster): readonly Flow[] {
  return keepsMetrics(cluster) ? [pods(victoriaMetricsPods, victoriaMetrics.port)] : [];
}
