import { resourcesAtLeast } from '../evidence/amounts.ts';
import { eachWorkload } from '../evidence/members.ts';
import { registeredOnly } from '../evidence/workloads.ts';
import { heading, nothing, on, rendered } from '../model/evidence.ts';
import { absent, atLeast, including, matching } from '../model/expected.ts';
import { done, otherwise, type Row, type Section } from '../model/row.ts';

const large = ['triptrip-production', 'triptrip-dr'];

const istiod = rendered('istiod/values.yaml');

const gateway = rendered('istio-ingressgateway/values.yaml');

const meshConfig = rendered('istiod/values.yaml', 'meshConfig');

export const mesh: Section<Row> = {
  title: 'Service mesh',
  entries: [
    done('S4-153', 'D', 'Istio rather than Linkerd', heading('docs/decisions/002-istio.md', 'Instead of')),
    otherwise(
      'S4-154',
      'K',
      'An IstioOperator of 1.20.0',
      'Helm charts of a release that is supported: the operator is gone (X-72).',
      rendered('applications/argocd/application-{cluster}-istiod.yaml')({
        'spec.sources[0].chart': 'istiod',
        'spec.sources[0].targetRevision': matching(/^1\.(?!20)\d+\.\d+$/),
      }),
      nothing(/istiooperator-/, 'no IstioOperator'),
    ),
    done(
      'S4-155',
      'K',
      'The access log on standard output',
      meshConfig({ 'extensionProviders[name=envoy].envoyFileAccessLog.path': '/dev/stdout' }),
    ),
    otherwise(
      'S4-156',
      'K',
      'A text format with 21 fields',
      'The same fields as JSON, one line a request (X-70).',
      meshConfig({
        'extensionProviders[name=envoy].envoyFileAccessLog.logFormat.labels': including({
          start_time: '%START_TIME%',
          response_flags: '%RESPONSE_FLAGS%',
          duration: '%DURATION%',
          route_name: '%ROUTE_NAME%',
          requested_server_name: '%REQUESTED_SERVER_NAME%',
        }),
      }),
    ),
    otherwise(
      'S4-157',
      'K',
      'Every request traced, to Zipkin',
      'An OpenTelemetry provider, and the share of the contract in one place (X-13, X-68, X-71).',
      meshConfig({
        'defaultConfig.tracing': absent,
        'extensionProviders[name=opentelemetry].opentelemetry': {
          service: 'opentelemetry-collector.tracing.svc.cluster.local',
          port: 4317,
        },
      }),
    ),
    done(
      'S4-158',
      'K',
      'Applications start after their proxy',
      meshConfig({ 'defaultConfig.holdApplicationUntilProxyStarts': true }),
    ),
    done(
      'S4-159',
      'K',
      'Automatic mTLS and the trust domain',
      meshConfig({ enableAutoMtls: true, trustDomain: 'cluster.local' }),
    ),
    done(
      'S4-160',
      'K',
      'Unknown hosts are refused',
      meshConfig({ 'outboundTrafficPolicy.mode': 'REGISTRY_ONLY' }),
      registeredOnly(eachWorkload('triptrip')),
    ),
    done(
      'S4-161',
      'K',
      'istiod: size and 2 to 5 pods',
      istiod({
        ...resourcesAtLeast('resources', {
          requests: { cpu: '500m', memory: '2Gi' },
          limits: { cpu: '2', memory: '4Gi' },
        }),
        autoscaleMin: 2,
        autoscaleMax: 5,
      }),
    ),
    otherwise(
      'S4-162',
      'K',
      'The ingress gateway behind the load balancer: size and 3 to 10 pods',
      'As many at the most as the exposed services need at their largest scale (X-45).',
      gateway({
        'service.type': 'ClusterIP',
        ...resourcesAtLeast('resources', {
          requests: { cpu: '500m', memory: '512Mi' },
          limits: { cpu: '2', memory: '1Gi' },
        }),
      }),
      gateway({ 'autoscaling.enabled': true }),
      on(
        gateway({ 'autoscaling.minReplicas': atLeast(3), 'autoscaling.maxReplicas': atLeast(10) }),
        ...large,
      ),
    ),
    otherwise(
      'S4-163',
      'K',
      'An egress gateway',
      'None: it would stand unused (X-63). Each proxy knows its own external hosts, and policies name their addresses.',
      nothing(/egressgateway/, 'no egress gateway'),
    ),
    otherwise(
      'S4-164',
      'K',
      'Sidecars of 50m and 64Mi, at most 500m and 256Mi',
      'Up to 2 cores, and 350m requested for the API, which 1,000 requests a second take (X-74).',
      rendered(
        'istiod/values.yaml',
        'global.proxy.resources',
      )(
        resourcesAtLeast('', {
          requests: { cpu: '50m', memory: '64Mi' },
          limits: { cpu: '2', memory: '256Mi' },
        }),
      ),
      rendered('triptrip-api/triptrip-api/deployment-triptrip-api.yaml')({
        'spec.template.metadata.annotations': including({
          'sidecar.istio.io/proxyCPU': '350m',
          'sidecar.istio.io/proxyMemoryLimit': '256Mi',
        }),
      }),
    ),
  ],
};
