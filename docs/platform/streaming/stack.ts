import { rendered, test } from '../../../scripts/rows/evidence.ts';
import { done, open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const stack: Section<Row> = {
  title: 'Streaming: stack and responsibilities',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    open('S0-01', 'D', '', 'Not answered yet.'),
    open('S0-02', 'T', '', 'Not answered yet.'),
    done(
      'S0-03',
      'K',
      'Istio in each cluster',
      rendered('istiod/values.yaml')({ 'global.multiCluster.clusterName': '{cluster}' }),
    ),
    done(
      'S0-04',
      'K',
      'mTLS between workloads',
      rendered('mesh-policies/istio-system/peerauthentication-default.yaml')({ 'spec.mtls.mode': 'STRICT' }),
    ),
    done(
      'S0-05',
      'K',
      'Authentication and authorization',
      rendered('mesh-policies/prod/authorizationpolicy-allow-nothing.yaml')({ spec: {} }),
      rendered('user-service/prod/requestauthentication-user-service.yaml')({
        'spec.jwtRules[0].audiences': ['streaming'],
      }),
      test('test/platform/constructs/service/gateway-rules.test.ts', 'the token of a customer (S0-05)'),
    ),
    done(
      'S0-06',
      'K',
      'Traffic control',
      rendered('user-service/prod/virtualservice-user-service.yaml')({ 'spec.http[0].timeout': '30s' }),
      rendered('user-service/prod/destinationrule-user-service.yaml')({
        'spec.host': 'user-service.prod.svc.cluster.local',
      }),
    ),
    done(
      'S0-07',
      'K',
      'Observability by the mesh',
      rendered('mesh-telemetry/istio-system/telemetry-mesh-default.yaml')({
        'spec.metrics[0].providers[0].name': 'prometheus',
        'spec.tracing[0].providers[0].name': 'opentelemetry',
      }),
    ),
    done(
      'S0-08',
      'K',
      'Rate limit; the figures are ours',
      rendered('user-service/prod/envoyfilter-user-service-rate-limit.yaml')({
        'spec.configPatches[0].patch.value.typed_config.token_bucket.tokens_per_fill': 100,
      }),
    ),
    done(
      'S0-09',
      'K',
      'Circuit breaker; the figures are ours',
      rendered('user-service/prod/destinationrule-user-service.yaml')({
        'spec.trafficPolicy.connectionPool.http.http2MaxRequests': 1000,
        'spec.trafficPolicy.outlierDetection.consecutive5xxErrors': 5,
      }),
    ),
    done(
      'S0-10',
      'K',
      'Canary release',
      rendered('user-service/prod/destinationrule-user-service.yaml')({ 'spec.subsets[0].name': 'stable' }),
      test(
        'test/platform/constructs/service/routes.test.ts',
        'a canary gets no traffic while it has no pods (X-15)',
      ),
    ),
    done(
      'S0-11',
      'K',
      'A/B test by header',
      test('test/platform/constructs/service/gateway-rules.test.ts', 'an A/B test (S0-11)'),
    ),
    open('S0-12', 'K', '', 'Not answered yet.'),
    open('S0-13', 'T', '', 'Not answered yet.'),
    open('S0-14', 'K', '', 'Not answered yet.'),
    open('S0-15', 'K', '', 'Not answered yet.'),
    open('S0-16', 'K', '', 'Not answered yet.'),
    open('S0-17', 'K', '', 'Not answered yet.'),
    open('S0-18', 'K', '', 'Not answered yet.'),
    open('S0-19', 'K', '', 'Not answered yet.'),
    open('S0-20', 'T', '', 'Not answered yet.'),
    open('S0-21', 'C', '', 'Not answered yet.'),
    open('S0-22', 'K', '', 'Not answered yet.'),
    open('S0-23', 'T', '', 'Not answered yet.'),
    open('S0-24', 'K', '', 'Not answered yet.'),
    open('S0-25', 'D', '', 'Not answered yet.'),
    open('S0-26', 'C', '', 'Not answered yet.'),
    open('S0-27', 'C', '', 'Not answered yet.'),
  ],
};
