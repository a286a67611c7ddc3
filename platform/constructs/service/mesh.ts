import {
  DestinationRule,
  DestinationRuleSpecTrafficPolicyLoadBalancerSimple as LoadBalancing,
  SidecarSpecOutboundTrafficPolicyMode as OutboundMode,
  Sidecar,
} from '@cdk8s/istio';
import type { Construct } from 'constructs';
import { collector } from '../../opentelemetry-collector/collector.ts';
import { add } from '../manifest.ts';
import { AFTER_PODS } from '../waves.ts';
import { objectLabels, selectorOf } from './labels.ts';
import { serviceHost } from './names.ts';
import type { Placement } from './placement.ts';

/** Requests at once to one service from one proxy (S4-174). */
const CONCURRENT_REQUESTS = 1000;

/** The Sidecar of a workload: what it calls. */
export function addSidecar(scope: Construct, placement: Placement): void {
  const { declaration, namespace, destinations } = placement;
  const hosts = destinations.flatMap(({ meshHost, externalHosts }) => [
    ...(meshHost === undefined ? [] : [meshHost]),
    ...externalHosts.map(({ host }) => `./${host}`),
  ]);
  const selector = selectorOf(placement);
  addProxyScope(
    scope,
    { name: declaration.name, namespace, labels: objectLabels(placement), selector },
    hosts,
  );
}

/**
 * What the proxies of some pods learn of: these hosts and the collector of their spans, and nothing else, which keeps
 * them small and refuses every other host. Without the collector among them, proxies would trace into a cluster
 * that they do not have, and drop every span without a word.
 */
export function addProxyScope(
  scope: Construct,
  proxies: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly selector: Readonly<Record<string, string>>;
  },
  hosts: readonly string[],
): void {
  const { name, namespace, labels, selector } = proxies;
  const known = new Set([`${collector.namespace}/${collector.host}`, ...hosts]);
  add(scope, Sidecar, {
    metadata: { name, namespace, labels: { ...labels } },
    spec: {
      workloadSelector: { labels: { ...selector } },
      outboundTrafficPolicy: { mode: OutboundMode.REGISTRY_UNDERSCORE_ONLY },
      egress: [{ hosts: [...known].sort() }],
    },
  });
}

/**
 * The DestinationRule of a service: connection pools as circuit breaker, ejection of pods that fail, and the
 * subsets of its tracks. No TLS mode: the mesh finds out who has a proxy. No failover between zones: the
 * nearest healthy pod is preferred anyway, and the field takes regions.
 */
export function addDestinationRule(scope: Construct, placement: Placement): void {
  const { declaration, namespace, image } = placement;
  const tracks = image.canary === undefined ? (['stable'] as const) : (['stable', 'canary'] as const);
  add(scope, DestinationRule, {
    metadata: {
      name: declaration.name,
      namespace,
      labels: objectLabels(placement),
      annotations: AFTER_PODS,
    },
    spec: {
      host: serviceHost(declaration.name, namespace),
      trafficPolicy: {
        connectionPool: {
          tcp: { maxConnections: 1000, connectTimeout: '10s' },
          http: {
            http1MaxPendingRequests: 1000,
            http2MaxRequests: CONCURRENT_REQUESTS,
            maxRequestsPerConnection: 100,
            // Retries outstanding at once; fewer than 1 % would overflow at the first hiccup.
            maxRetries: CONCURRENT_REQUESTS * 0.02,
          },
        },
        loadBalancer: {
          simple: LoadBalancing.LEAST_UNDERSCORE_REQUEST,
          localityLbSetting: { enabled: true },
        },
        outlierDetection: {
          consecutive5XxErrors: 5,
          interval: '10s',
          baseEjectionTime: '30s',
          maxEjectionPercent: 50,
          minHealthPercent: 30,
        },
      },
      subsets: tracks.map((track) => ({ name: track, labels: { track } })),
    },
  });
}
