import type { ClusterRule, Said } from '../../rule.ts';
import { fieldsAt, isFields, type Path, textAt } from '../../state/read.ts';
import { type Config, configsIn } from './collector-config.ts';

const collector = (address: string) => `apiVersion: opentelemetry.io/v1beta1
kind: OpenTelemetryCollector
metadata: { name: traces, namespace: tracing }
spec:
  mode: deployment
  config:
    receivers: { otlp: { protocols: { grpc: { endpoint: "${address}:4317" } } } }
    exporters: { debug: {} }
    service: { pipelines: { traces: { receivers: [otlp], exporters: [debug] } } }
`;

const ALONE = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]):(\d+)$/;

/** The default of the Collector itself since 0.104 is localhost, so it has to be said. */
export const collectorListensAlone: ClusterRule = {
  id: 'collector-listens-alone',
  severity: 'error',
  summary: 'A receiver of the OpenTelemetry Collector at localhost, where other pods send to it',
  breaks:
    'Connections from other pods are refused: spans and metrics are lost, and only their senders say so.',
  failing: collector('localhost'),
  passing: collector('0.0.0.0'),
  *judge(state) {
    for (const each of configsIn(state)) {
      if (each.resource.isExtract || each.resource.kind !== 'OpenTelemetryCollector') continue;
      // Beside the application, in its pod, localhost is where it should be.
      if (textAt(each.resource.value, 'spec', 'mode') === 'sidecar') continue;
      yield* ofReceivers(each);
    }
  },
};

function* ofReceivers({ resource, path, config, isText }: Config): Generator<Said> {
  for (const [name, receiver] of Object.entries(fieldsAt(config, 'receivers'))) {
    for (const [place, address] of endpointsOf(receiver, ['receivers', name])) {
      const port = ALONE.exec(address)?.[1];
      // What is read from the pod's own node or by a scrape is asked, and waits for nobody.
      if (
        port === undefined ||
        !/^(?:otlp|jaeger|zipkin|opencensus|statsd|influxdb|splunk_hec|loki|fluentforward|syslog|tcplog|udplog|carbon)/.test(
          name,
        )
      )
        continue;
      yield {
        resource,
        path: isText ? path : [...path, ...place],
        message: `The receiver ${name} listens at ${address}, which only its own pod reaches, and the Service of ${resource.name} leads others to ${port}.`,
        fix: `Write 0.0.0.0:${port}.`,
      };
    }
  }
}

function* endpointsOf(value: unknown, path: Path): Generator<readonly [Path, string]> {
  if (!isFields(value) || path.length > 6) return;
  for (const [key, given] of Object.entries(value)) {
    const isAddress = key === 'endpoint' || key === 'listen_address';
    if (isAddress && typeof given === 'string') yield [[...path, key], given];
    else yield* endpointsOf(given, [...path, key]);
  }
}
