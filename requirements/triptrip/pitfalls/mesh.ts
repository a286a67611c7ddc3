import { eachMeshedService, eachRunning, eachWorkload } from '../../evidence/members.ts';
import { calledAsDeclared, closedMesh, injected, noOtherPeerAuthentication } from '../../evidence/mesh.ts';
import { readByPrometheus } from '../../evidence/network.ts';
import { monitored, probed, registeredOnly } from '../../evidence/workloads.ts';
import { nothing, rendered, wherever } from '../../model/evidence.ts';
import { absent, computed } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { proof } from '../evidence/tests.ts';

export const meshPitfalls: EvidenceById = {
  'X-58': [proof.namespace('injection is asked for by the label that the webhook reads (X-58)'), injected],
  'X-59': [
    rendered('triptrip-api/triptrip-api/destinationrule-triptrip-api.yaml')({
      'spec.trafficPolicy.tls': absent,
      'spec.trafficPolicy.loadBalancer.simple': 'LEAST_REQUEST',
    }),
  ],
  'X-60': [
    proof.ingress('plain text is refused everywhere'),
    proof.api(
      'X-60: only the gateway, the front end and the smoke test may call the API, by their identities',
    ),
    closedMesh(),
    noOtherPeerAuthentication,
    calledAsDeclared(eachMeshedService()),
  ],
  'X-61': [
    proof.workload('in the mesh Prometheus reads the proxy, and the proxy the container'),
    proof.ingress('sends everything to the gateway, never past the mesh'),
    readByPrometheus(eachRunning('triptrip')),
    monitored(eachRunning('triptrip')),
  ],
  'X-62': [
    proof.api('X-62: every host outside that the proxy may ask for is registered'),
    registeredOnly(eachWorkload('triptrip')),
  ],
  'X-63': [nothing(/egressgateway/, 'no egress gateway')],
  'X-64': [
    rendered('triptrip-api/triptrip-api/destinationrule-triptrip-api.yaml')({
      'spec.trafficPolicy.loadBalancer.localityLbSetting': { enabled: true },
    }),
  ],
  'X-65': [
    proof.routes('the last retry is never cut off: all tries together fit the timeout (X-65)'),
    proof.routes(
      'a booking is never made twice: what may have begun is tried again for GET and HEAD only (X-65)',
    ),
    proof.routes('retries overflow only when more than one request in a hundred fails (X-65)'),
    rendered('triptrip-api/triptrip-api/virtualservice-triptrip-api-public.yaml')({
      'spec.http[name=stable].retries.retryOn': 'connect-failure,refused-stream,reset-before-request',
      'spec.http[name=stable-repeatable].retries.perTryTimeout': '10s',
      'spec.http[name=stable].retries.perTryTimeout': absent,
      'spec.http[*].retries.attempts': [2, 2],
    }),
  ],
  'X-66': [
    proof.routes(
      'each route has the same timeout and tries: a canary under other conditions proves nothing (X-66)',
    ),
  ],
  'X-67': [
    rendered('triptrip-api/triptrip-api/destinationrule-triptrip-api.yaml')({
      'spec.trafficPolicy.connectionPool.http.h2UpgradePolicy': absent,
      'spec.trafficPolicy.connectionPool.http.http2MaxRequests': 1000,
    }),
    rendered('triptrip-api/triptrip-api/service-triptrip-api.yaml')({
      'spec.ports[name=http].appProtocol': 'http',
    }),
  ],
  'X-68': [
    proof.telemetry('every provider that is asked for is declared: istiod only logs that one is not (X-68)'),
    rendered('{istiod}/values.yaml')({
      'meshConfig.extensionProviders[name=opentelemetry].opentelemetry.port': 4317,
      'meshConfig.extensionProviders[name=envoy].envoyFileAccessLog.path': '/dev/stdout',
    }),
  ],
  'X-69': [
    proof.telemetry(
      'the filter uses attributes that Envoy has: another one would be an error at each request',
    ),
    rendered('mesh-telemetry/istio-system/telemetry-mesh-default.yaml')({
      'spec.accessLogging[0].filter.expression': "response.code >= 400 || request.duration > duration('1s')",
    }),
  ],
  'X-70': [
    proof.mesh('a request is one line of the log, with every field of S4-156 (X-70)'),
    rendered('{istiod}/values.yaml')({
      'meshConfig.extensionProviders[name=envoy].envoyFileAccessLog.logFormat.labels.start_time':
        '%START_TIME%',
    }),
  ],
  'X-71': [
    proof.telemetry('a development cluster keeps every trace, production one in a hundred (X-71)'),
    rendered('mesh-telemetry/istio-system/telemetry-mesh-default.yaml')({
      'spec.tracing[0].randomSamplingPercentage': computed(
        '`tracing.samplingPercentage` of the cluster',
        ({ cluster }) => cluster.tracing.samplingPercentage,
      ),
    }),
  ],
  'X-72': [nothing(/istiooperator-/, 'no IstioOperator')],
  'X-73': [
    proof.api('S4-165, S4-166, X-7, X-8, X-73: for the public and for callers in the mesh'),
    wherever(
      /\/(virtualservice|destinationrule|serviceentry|sidecar|gateway)-[^/]*$/,
      'each object of Istio',
      {
        apiVersion: 'networking.istio.io/v1',
        spec: {
          says: 'is not empty',
          holds: (spec) => typeof spec === 'object' && Object.keys(Object(spec)).length > 0,
        },
      },
    ),
  ],
  'X-74': [
    proof.api('X-74: the proxy has what 1,000 requests a second cost it'),
    rendered('triptrip-api/triptrip-api/deployment-triptrip-api.yaml')({
      'spec.template.metadata.annotations["sidecar.istio.io/proxyCPU"]': '350m',
    }),
  ],
  'X-75': [
    proof.routes('drain and the longest request fit the grace period (X-75)'),
    probed(eachRunning('triptrip')),
  ],
};
