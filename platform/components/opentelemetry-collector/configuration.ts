import { stringify } from 'yaml';
import type { Cluster } from '../../../clusters/index.ts';
import { collector } from './address.ts';

/** Its own metrics, and the answer to the kubelet's probes. */
export const METRICS_PORT = 8888;
export const HEALTH_PORT = 13133;

/** Every listener uses the pod's own address: by default they answer only on the loopback. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: the collector fills it in from its environment.
const POD_ADDRESS = '${env:POD_IP}';

/**
 * The collector's configuration, as YAML: spans come in by OTLP and leave for X-Ray (S3-65).
 *
 * Nothing is sampled here. The proxies drop what is not wanted before it is sent, and tail sampling could only choose
 * among what they kept.
 */
export function collectorConfiguration(cluster: Cluster): string {
  const configuration = {
    extensions: { health_check: { endpoint: `${POD_ADDRESS}:${HEALTH_PORT}` } },
    receivers: {
      otlp: { protocols: { grpc: { endpoint: `${POD_ADDRESS}:${collector.port}` } } },
    },
    processors: {
      // First of all: a flood is refused at the door instead of ending in an out-of-memory kill.
      memory_limiter: { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 },
      resource: {
        attributes: Object.entries(resourceOf(cluster)).map(([key, value]) => ({
          key,
          value,
          action: 'upsert',
        })),
      },
      // Ten calls of X-Ray's PutTraceSegments, which takes 50 spans each.
      batch: { timeout: '1s', send_batch_size: 500, send_batch_max_size: 500 },
    },
    exporters: {
      awsxray: {
        region: cluster.terraform.region,
        // What people search by; everything else is kept without an index.
        indexed_attributes: ['environment', 'version', 'otel.resource.k8s.cluster.name'],
      },
    },
    service: {
      extensions: ['health_check'],
      pipelines: {
        traces: {
          receivers: ['otlp'],
          processors: ['memory_limiter', 'resource', 'batch'],
          exporters: ['awsxray'],
        },
      },
      telemetry: {
        logs: { encoding: 'json' },
        metrics: {
          readers: [{ pull: { exporter: { prometheus: { host: POD_ADDRESS, port: METRICS_PORT } } } }],
        },
      },
    },
  };
  return stringify(configuration, { lineWidth: 0 });
}

/** What distinguishes the spans of two clusters in one account, in the terms of OpenTelemetry's conventions. */
function resourceOf({ name, environment, terraform }: Cluster): Record<string, string> {
  return {
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_eks',
    'cloud.account.id': terraform.accountId,
    'cloud.region': terraform.region,
    'k8s.cluster.name': name,
    'deployment.environment.name': environment,
  };
}
