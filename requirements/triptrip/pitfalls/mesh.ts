import { revision } from '../../../platform/istio/revision.ts';
import { eachMeshedNamespace, eachMeshedService, eachRunning, eachWorkload } from '../../evidence/members.ts';
import { calledAsDeclared, closedMesh, noOtherPeerAuthentication } from '../../evidence/mesh.ts';
import { readByPrometheus } from '../../evidence/network.ts';
import { monitored, probed, registeredOnly } from '../../evidence/workloads.ts';
import { each, nothing, rendered, wherever } from '../../model/evidence.ts';
import { absent, computed, including } from '../../model/expected.ts';
import { keptOut, type Pitfall, type Section } from '../../model/row.ts';
import { proof } from '../evidence/tests.ts';

export const meshPitfalls: Section<Pitfall> = {
  title: 'Service mesh',
  entries: [
    keptOut(
      'X-58',
      'Injection asked for where nobody reads it',
      proof.namespace('injection is asked for by the label that the webhook reads (X-58)'),
      each(eachMeshedNamespace(), (namespace) =>
        rendered(`namespaces/_cluster/namespace-${namespace}.yaml`)({
          'metadata.labels': including({ 'istio.io/rev': revision }),
        }),
      ),
    ),
    keptOut(
      'X-59',
      'TLS forced on pods without a proxy',
      proof.api('S4-172 to S4-178, X-14, X-59, X-64, X-65, X-67: pools, ejection and subsets that have pods'),
      rendered('triptrip-api/triptrip-api/destinationrule-triptrip-api.yaml')({
        'spec.trafficPolicy.tls': absent,
        'spec.trafficPolicy.loadBalancer.simple': 'LEAST_REQUEST',
      }),
    ),
    keptOut(
      'X-60',
      'mTLS not enforced, nobody refused',
      proof.ingress('plain text is refused everywhere'),
      proof.api(
        'X-60: only the gateway, the front end and the smoke test may call the API, by their identities',
      ),
      closedMesh(),
      noOtherPeerAuthentication,
      calledAsDeclared(eachMeshedService()),
    ),
    keptOut(
      'X-61',
      'mTLS breaks scraping and direct targets',
      proof.workload('in the mesh Prometheus reads the proxy, and the proxy the container'),
      proof.ingress('sends everything to the gateway, never past the mesh'),
      readByPrometheus(eachRunning('triptrip')),
      monitored(eachRunning('triptrip')),
    ),
    keptOut(
      'X-62',
      'External hosts that nobody registered',
      proof.api('X-62: every host outside that the proxy may ask for is registered'),
      registeredOnly(eachWorkload('triptrip')),
    ),
    keptOut('X-63', 'An egress gateway that nothing uses', nothing(/egressgateway/, 'no egress gateway')),
    keptOut(
      'X-64',
      'Failover by zones, which takes regions',
      rendered('triptrip-api/triptrip-api/destinationrule-triptrip-api.yaml')({
        'spec.trafficPolicy.loadBalancer.localityLbSetting': { enabled: true },
      }),
    ),
    keptOut(
      'X-65',
      'Retries that are cut off, book twice, or overflow',
      proof.routes('the last retry is never cut off: all tries together fit the timeout (X-65)'),
      proof.routes(
        'a booking is never made twice: what may have begun is tried again for GET and HEAD only (X-65)',
      ),
      proof.routes('retries overflow only when more than one request in a hundred fails (X-65)'),
      rendered('triptrip-api/triptrip-api/virtualservice-triptrip-api-public.yaml')({
        'spec.http[name=stable].retries.retryOn': 'connect-failure,refused-stream,reset-before-request',
        'spec.http[*].retries.perTryTimeout': ['10s', '10s'],
        'spec.http[*].retries.attempts': [2, 2],
      }),
    ),
    keptOut(
      'X-66',
      'The canary under other conditions',
      proof.routes(
        'each route has the same timeout and tries: a canary under other conditions proves nothing (X-66)',
      ),
    ),
    keptOut(
      'X-67',
      'HTTP/2 for a server that cannot',
      rendered('triptrip-api/triptrip-api/destinationrule-triptrip-api.yaml')({
        'spec.trafficPolicy.connectionPool.http.h2UpgradePolicy': absent,
        'spec.trafficPolicy.connectionPool.http.http2MaxRequests': 1000,
      }),
      rendered('triptrip-api/triptrip-api/service-triptrip-api.yaml')({
        'spec.ports[name=http].appProtocol': 'http',
      }),
    ),
    keptOut(
      'X-68',
      'A tracer that is not declared',
      proof.telemetry(
        'every provider that is asked for is declared: istiod only logs that one is not (X-68)',
      ),
      rendered('istiod/values.yaml')({
        'meshConfig.extensionProviders[name=opentelemetry].opentelemetry.port': 4317,
        'meshConfig.extensionProviders[name=envoy].envoyFileAccessLog.path': '/dev/stdout',
      }),
    ),
    keptOut(
      'X-69',
      'A filter with a name that does not exist',
      proof.telemetry(
        'the filter uses attributes that Envoy has: another one would be an error at each request',
      ),
      rendered('mesh-telemetry/istio-system/telemetry-mesh-default.yaml')({
        'spec.accessLogging[0].filter.expression':
          "response.code >= 400 || request.duration > duration('1s')",
      }),
    ),
    keptOut(
      'X-70',
      'A request on six lines',
      proof.mesh('a request is one line of the log, with every field of S4-156 (X-70)'),
      rendered('istiod/values.yaml')({
        'meshConfig.extensionProviders[name=envoy].envoyFileAccessLog.logFormat.labels.start_time':
          '%START_TIME%',
      }),
    ),
    keptOut(
      'X-71',
      'Every request traced',
      proof.telemetry('a development cluster keeps every trace, production one in a hundred (X-71)'),
      rendered('mesh-telemetry/istio-system/telemetry-mesh-default.yaml')({
        'spec.tracing[0].randomSamplingPercentage': computed(
          '`tracing.samplingPercentage` of the cluster',
          ({ cluster }) => cluster.tracing.samplingPercentage,
        ),
      }),
    ),
    keptOut('X-72', 'An operator that is gone', nothing(/istiooperator-/, 'no IstioOperator')),
    keptOut(
      'X-73',
      'Old versions of Istio’s objects',
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
    ),
    keptOut(
      'X-74',
      'A proxy that is throttled at its load',
      proof.api('X-74: the proxy has what 1,000 requests a second cost it'),
      rendered('triptrip-api/triptrip-api/deployment-triptrip-api.yaml')({
        'spec.template.metadata.annotations["sidecar.istio.io/proxyCPU"]': '350m',
      }),
    ),
    keptOut(
      'X-75',
      'The proxy ends before the application',
      proof.routes('drain and the longest request fit the grace period (X-75)'),
      probed(eachRunning('triptrip')),
    ),
  ],
};

export const observability: Section<Pitfall> = {
  title: 'Metrics and logs',
  entries: [
    keptOut(
      'X-76',
      'Three ideas of the port of metrics',
      proof.api(
        'S4-60, X-58, X-76, X-77: injection by the label of the namespace, metrics on one port, by a monitor',
      ),
      rendered('triptrip-api/triptrip-api/deployment-triptrip-api.yaml')({
        'spec.template.spec.containers[name=api].ports[name=metrics].containerPort': 9090,
        'spec.template.metadata.annotations["prometheus.io/port"]': '9090',
      }),
    ),
    keptOut(
      'X-77',
      'Annotations that nobody reads',
      proof.components('every monitor of a pod or Service is picked up, whatever its labels (X-77)'),
      proof.workload('the monitors find the Service and the pods, and the port that they name (X-77)'),
      monitored(eachRunning('triptrip')),
    ),
    keptOut(
      'X-78',
      'The wrong path of Fluent Bit',
      proof.fluentBit('are scraped where Fluent Bit has its metrics (X-77, X-78)'),
      rendered('fluent-bit/logging/podmonitor-fluent-bit.yaml')({
        'spec.podMetricsEndpoints[0].path': '/api/v2/metrics/prometheus',
      }),
    ),
    keptOut(
      'X-79',
      'Logs of Docker, and a place that is forgotten',
      proof.fluentBit('keeps how far it has read on the node, and can write nowhere else (X-79)'),
      proof.fluentBitPipeline(
        'lines of containerd are taken apart, not those of Docker, and no pod can hide its own (X-79)',
      ),
      rendered('fluent-bit/logging/daemonset-fluent-bit.yaml')({
        'spec.template.spec.volumes[name=state].hostPath.path': '/var/lib/fluent-bit',
      }),
    ),
    keptOut(
      'X-80',
      'Docker watched on nodes without it',
      proof.detector('in containerd, and not in Docker, which no node has any more (X-80)'),
      rendered('node-problem-detector/node-problem-detector/daemonset-node-problem-detector.yaml')({
        'spec.template.spec.volumes[*].hostPath.path': {
          says: 'has nothing of Docker',
          holds: (paths) =>
            Array.isArray(paths) && paths.length > 0 && !JSON.stringify(paths).includes('docker'),
        },
      }),
    ),
  ],
};
