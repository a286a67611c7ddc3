import { describe, expect, it } from 'vitest';
import { istioIngressgateway } from '../../../platform/components/istio/istio-ingressgateway.ts';
import { controlPlaneValues } from '../../control-plane.ts';
import { frozenFleet } from '../../fleet/frozen-fleet.ts';

const { contextOf, fleet, ofKind } = frozenFleet;

function valuesOf(component: typeof istioIngressgateway, cluster: string) {
  return JSON.parse(JSON.stringify(component.values(contextOf(cluster))));
}

const valuesOfControlPlane = (name: string) => controlPlaneValues(frozenFleet, name);
const production = valuesOfControlPlane('triptrip-production');

describe('the control plane', () => {
  it('has the size and the bounds of S4-161, and one revision that namespaces choose', () => {
    expect(production.resources).toEqual({
      requests: { cpu: '500m', memory: '2Gi' },
      limits: { cpu: '2', memory: '4Gi' },
    });
    expect([production.autoscaleMin, production.autoscaleMax]).toEqual([2, 5]);
    const chosen = ofKind('Namespace').flatMap(({ json }) => json.metadata.labels['istio.io/rev'] ?? []);
    expect(new Set(chosen)).toEqual(new Set([production.revision]));
  });

  it('lets injected pods into restricted namespaces, and proxies start before what needs them (X-26, X-27)', () => {
    expect(production.cni.enabled).toBe(true);
    expect(production.env.ENABLE_NATIVE_SIDECARS).toBe('true');
    expect(production.meshConfig.defaultConfig.holdApplicationUntilProxyStarts).toBe(true);
  });

  it('takes each identity from the contract: no two clusters of a mesh are one network (S0-49)', () => {
    const meshed = fleet.clusters.filter(({ mesh }) => mesh !== undefined);
    const networks = meshed.map(({ name, mesh }) => {
      const { global, meshConfig } = valuesOfControlPlane(name);
      expect(global.meshID).toBe(mesh?.id);
      expect(global.multiCluster.clusterName).toBe(name);
      expect(meshConfig.trustDomain).toBe(mesh?.trustDomain);
      return global.network;
    });
    expect(new Set(networks).size).toBe(meshed.length);
  });
});

describe('mesh-wide settings', () => {
  it('a request is one line of the log, with every field of S4-156 (X-70)', () => {
    const [{ envoyFileAccessLog }] = production.meshConfig.extensionProviders;
    const fields = Object.values(envoyFileAccessLog.logFormat.labels);
    expect(fields).toHaveLength(21);
    for (const field of fields) expect(field).toMatch(/^%[A-Z_]+(\([\w:?-]+\))?%$/);
  });

  it('an unknown host is refused, and only the load balancer is believed about the client (X-62, X-104)', () => {
    expect(production.meshConfig.outboundTrafficPolicy.mode).toBe('REGISTRY_ONLY');
    expect(production.meshConfig.defaultConfig.gatewayTopology.numTrustedProxies).toBe(1);
  });

  it('no tracer is named that nobody serves (X-68)', () => {
    expect(JSON.stringify(production)).not.toMatch(/zipkin|jaeger|"tracing"/);
  });

  it('a proxy is not throttled at the load that its pod is made for (X-74)', () => {
    expect(production.global.proxy.resources).toEqual({
      requests: { cpu: '50m', memory: '64Mi' },
      limits: { cpu: '2', memory: '256Mi' },
    });
  });
});

describe('the ingress gateway', () => {
  it('is a target of the load balancer in the way that the contract chose (S3-07, S4-162)', () => {
    expect(valuesOf(istioIngressgateway, 'triptrip-production').service.type).toBe('ClusterIP');
    const { type, ports } = valuesOf(istioIngressgateway, 'prod-japan').service;
    expect(type).toBe('NodePort');
    expect(ports.map(({ nodePort }: { nodePort: number }) => nodePort)).toEqual([30021, 30443, 30444]);
  });

  it('drains longer than the load balancer goes on sending, and is not killed before (X-75, X-104)', () => {
    const { podAnnotations, terminationGracePeriodSeconds } = valuesOf(istioIngressgateway, 'prod-eu');
    const { terminationDrainDuration, proxyMetadata } = JSON.parse(podAnnotations['proxy.istio.io/config']);
    const drain = Number.parseInt(terminationDrainDuration, 10);
    const ingress = ofKind('Ingress').find(({ cluster }) => cluster === 'prod-eu');
    const attributes =
      ingress?.json.metadata.annotations['alb.ingress.kubernetes.io/target-group-attributes'];
    const deregistration = Number(/deregistration_delay\.timeout_seconds=(\d+)/.exec(attributes)?.[1]);
    expect(drain).toBeGreaterThan(deregistration);
    expect(terminationGracePeriodSeconds).toBeGreaterThan(drain);
    expect(proxyMetadata.EXIT_ON_ZERO_ACTIVE_CONNECTIONS).toBe('false');
  });

  it('keeps two pods on the smallest cluster, and three where the document says so', () => {
    expect(valuesOf(istioIngressgateway, 'triptrip-production').autoscaling.minReplicas).toBe(3);
    for (const { name, mesh } of fleet.clusters) {
      if (mesh !== undefined) {
        const { minReplicas, maxReplicas } = valuesOf(istioIngressgateway, name).autoscaling;
        expect(minReplicas).toBeGreaterThanOrEqual(2);
        expect(maxReplicas).toBeGreaterThanOrEqual(minReplicas);
      }
    }
  });
});
