import { resourcesAtLeast } from '../evidence/amounts.ts';
import { eachWorkload } from '../evidence/members.ts';
import { registeredOnly } from '../evidence/workloads.ts';
import { heading, nothing, on, rendered } from '../model/evidence.ts';
import { absent, atLeast, including, matching } from '../model/expected.ts';
import type { EvidenceById } from '../model/list-source.ts';

const large = ['triptrip-production', 'triptrip-dr'];

const istiod = rendered('{istiod}/values.yaml');

const gateway = rendered('istio-ingressgateway/values.yaml');

const meshConfig = rendered('{istiod}/values.yaml', 'meshConfig');

export const mesh: EvidenceById = {
  'S4-153': [heading('docs/decisions/002-istio.md', 'Instead of')],
  'S4-154': [
    rendered('applications/argocd/application-{cluster}-{istiod}.yaml')({
      'spec.sources[0].chart': 'istiod',
      'spec.sources[0].targetRevision': matching(/^1\.(?!20)\d+\.\d+$/),
    }),
    nothing(/istiooperator-/, 'no IstioOperator'),
  ],
  'S4-155': [meshConfig({ 'extensionProviders[name=envoy].envoyFileAccessLog.path': '/dev/stdout' })],
  'S4-156': [
    meshConfig({
      'extensionProviders[name=envoy].envoyFileAccessLog.logFormat.labels': including({
        start_time: '%START_TIME%',
        response_flags: '%RESPONSE_FLAGS%',
        duration: '%DURATION%',
        route_name: '%ROUTE_NAME%',
        requested_server_name: '%REQUESTED_SERVER_NAME%',
      }),
    }),
  ],
  'S4-157': [
    meshConfig({
      'defaultConfig.tracing': absent,
      'extensionProviders[name=opentelemetry].opentelemetry': {
        service: 'opentelemetry-collector.tracing.svc.cluster.local',
        port: 4317,
      },
    }),
  ],
  'S4-158': [meshConfig({ 'defaultConfig.holdApplicationUntilProxyStarts': true })],
  'S4-159': [meshConfig({ enableAutoMtls: true, trustDomain: 'cluster.local' })],
  'S4-160': [
    meshConfig({ 'outboundTrafficPolicy.mode': 'REGISTRY_ONLY' }),
    registeredOnly(eachWorkload('triptrip')),
  ],
  'S4-161': [
    istiod({
      ...resourcesAtLeast('resources', {
        requests: { cpu: '500m', memory: '2Gi' },
        limits: { cpu: '2', memory: '4Gi' },
      }),
      autoscaleMin: 2,
      autoscaleMax: 5,
    }),
  ],
  'S4-162': [
    gateway({
      'service.type': 'ClusterIP',
      ...resourcesAtLeast('resources', {
        requests: { cpu: '500m', memory: '512Mi' },
        limits: { cpu: '2', memory: '1Gi' },
      }),
    }),
    gateway({ 'autoscaling.enabled': true }),
    on(gateway({ 'autoscaling.minReplicas': atLeast(3), 'autoscaling.maxReplicas': atLeast(10) }), ...large),
  ],
  'S4-163': [nothing(/egressgateway/, 'no egress gateway')],
  'S4-164': [
    rendered(
      '{istiod}/values.yaml',
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
  ],
};
