import { serviceHost } from '../../kit/names.ts';
import { type Flow, type Pods, pods } from '../../kit/network/flows.ts';

/** Where proxies and applications send their spans. */
export const collector = {
  name: 'opentelemetry-collector',
  namespace: 'tracing',
  /** The Service's name in every namespace. */
  host: serviceHost('opentelemetry-collector', 'tracing'),
  /** OTLP over gRPC. */
  port: 4317,
} as const;

export const collectorPods: Pods = {
  namespace: collector.namespace,
  labels: { 'app.kubernetes.io/name': collector.name },
};

/** Where every proxy of the mesh sends its spans. */
export function spanCollector(): Flow {
  return pods(collectorPods, collector.port);
}
