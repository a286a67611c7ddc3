import type { ClusterRule } from '../../rule.ts';
import { textAt } from '../../state/read.ts';
import { targetsIn } from './targets.ts';

/** Programs that serve their metrics elsewhere than at /metrics. */
interface Program {
  readonly name: string;
  readonly image: RegExp;
  readonly port: number;
  readonly paths: readonly string[];
}

/**
 * @see https://docs.fluentbit.io/manual/administration/monitoring
 * @see https://istio.io/latest/docs/ops/integrations/prometheus/
 */
const PROGRAMS: readonly Program[] = [
  {
    name: 'Fluent Bit',
    image: /(?:^|\/)(?:aws-for-)?fluent-bit(?:[:@]|$)/,
    port: 2020,
    paths: ['/api/v1/metrics/prometheus', '/api/v2/metrics/prometheus'],
  },
  {
    name: 'The proxy of Istio',
    image: /(?:^|\/)(?:proxyv2|auto)(?:[:@]|$)/,
    port: 15_090,
    paths: ['/stats/prometheus'],
  },
  {
    name: 'The proxy of Istio',
    image: /(?:^|\/)(?:proxyv2|auto)(?:[:@]|$)/,
    port: 15_020,
    paths: ['/metrics', '/stats/prometheus'],
  },
  { name: 'Keycloak', image: /(?:^|\/)keycloak(?:[:@]|$)/, port: 9000, paths: ['/metrics'] },
];

const sample = (path: string) => `
apiVersion: v1
kind: Pod
metadata: { name: logs, namespace: logging, labels: { app: logs } }
spec:
  containers:
    - name: fluent-bit
      image: registry.example.com/fluent-bit:4.0.0
      ports: [{ name: http, containerPort: 2020 }]
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: logs, namespace: logging }
spec:
  selector: { matchLabels: { app: logs } }
  podMetricsEndpoints: [{ port: http${path} }]
`;

export const scrapePathUnknown: ClusterRule = {
  id: 'scrape-path-unknown',
  severity: 'error',
  summary: 'A monitor that asks a well-known program for metrics at a path where it has none',
  breaks: 'Each scrape gets 404: the target is down, and no metric of the program arrives.',
  pitfalls: ['X-78'],
  failing: sample(''),
  passing: sample(', path: /api/v2/metrics/prometheus'),
  *judge(state) {
    for (const { monitor, endpoint, path, workload, port } of targetsIn(state)) {
      const asked = textAt(endpoint, 'path') ?? '/metrics';
      for (const { name, image, port: own, paths } of PROGRAMS) {
        const isProxy = own > 15_000;
        const runs = workload.containers.some(({ value }) => image.test(textAt(value, 'image') ?? ''));
        if (port !== own || !(runs || isProxy) || paths.includes(asked)) continue;
        yield {
          resource: monitor,
          path: [...path, ...(endpoint.path === undefined ? [] : ['path'])],
          message: `${name} has no metrics at ${asked} of port ${port}: each scrape of ${workload.kind} ${workload.name} gets 404.`,
          fix: `Write path: ${paths.at(-1)}.`,
        };
      }
    }
  },
};
