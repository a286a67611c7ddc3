import {
  DestinationRule,
  DestinationRuleSpecTrafficPolicyLoadBalancerSimple as LoadBalancing,
  SidecarSpecOutboundTrafficPolicyMode as OutboundMode,
  Sidecar,
} from '@cdk8s/istio';
import type { Construct } from 'constructs';
import { collector } from '../../components/opentelemetry-collector/address.ts';
import { add } from '../../kit/manifest.ts';
import { serviceHost } from '../../kit/names.ts';
import { AFTER_PODS } from '../../unit/waves.ts';
import type { ServiceDeclaration } from '../declaration/workload.ts';
import { linkedServices } from '../graph/linked-clusters.ts';
import type { Placement } from '../graph/placement.ts';
import { objectLabels, selectorOf } from '../labels.ts';

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
 * What the proxies of some pods learn about: these hosts and the collector of their spans, and nothing else, which keeps
 * them small and refuses every other host. Without the collector among them, proxies would trace into a cluster
 * that they do not have, and silently drop every span.
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

/** Connection pools as circuit breaker (S0-09). The figures are ours, except those of S4-173 and S4-174. */
const connectionPool = {
  tcp: { maxConnections: 1000, connectTimeout: '10s' },
  http: {
    http1MaxPendingRequests: 1000,
    http2MaxRequests: CONCURRENT_REQUESTS,
    maxRequestsPerConnection: 100,
    // Retries outstanding at once; fewer than 1 % would overflow at the first hiccup.
    maxRetries: CONCURRENT_REQUESTS * 0.02,
  },
};

/** A pod that fails five times in a row gets no requests for half a minute, and twice that the next time. */
const outlierDetection = {
  consecutive5XxErrors: 5,
  interval: '10s',
  baseEjectionTime: '30s',
  maxEjectionPercent: 50,
  minHealthPercent: 30,
};

/** If half of them were spared, a region where every pod fails would keep getting half of the requests. */
const FAILOVER_DETECTION = { ...outlierDetection, maxEjectionPercent: 100 };

/** What holds for every destination in the mesh. */
export const circuitBreaker = { connectionPool, outlierDetection };

/**
 * The DestinationRule of a service: connection pools as circuit breaker, ejection of pods that fail, and the
 * subsets of its tracks. No TLS mode: the mesh finds out who has a proxy. No failover between zones: the
 * nearest healthy pod is preferred anyway, and the field takes regions. It is set where the service may fail
 * over to one.
 */
export function addDestinationRule(scope: Construct, placement: Placement<ServiceDeclaration>): void {
  const { declaration, namespace, image, context } = placement;
  const linked = declaration.failover === true ? linkedServices(declaration.name, context) : [];
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
        ...circuitBreaker,
        ...(linked.length > 0 && { outlierDetection: FAILOVER_DETECTION }),
        loadBalancer: {
          simple: LoadBalancing.LEAST_UNDERSCORE_REQUEST,
          localityLbSetting: {
            enabled: true,
            ...(linked.length > 0 && {
              failover: linked.map(({ cluster }) => ({
                from: context.cluster.terraform.region,
                to: cluster.terraform.region,
              })),
            }),
          },
        },
      },
      subsets: tracks.map((track) => ({ name: track, labels: { track } })),
    },
  });
}
