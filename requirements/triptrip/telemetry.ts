import { on, rendered } from '../model/evidence.ts';
import { absent, computed } from '../model/expected.ts';
import type { EvidenceById } from '../model/list-source.ts';
import { overview } from './evidence/overview.ts';

const large = ['triptrip-production', 'triptrip-dr'];

const spans = rendered('mesh-telemetry/istio-system/telemetry-mesh-default.yaml');

export const telemetry: EvidenceById = {
  'S4-179': [
    spans({
      apiVersion: 'telemetry.istio.io/v1',
      'metadata.namespace': 'istio-system',
      'spec.selector': absent,
      'spec.accessLogging[*].providers[0].name': ['envoy'],
      'spec.tracing[*].providers[0].name': ['opentelemetry'],
    }),
  ],
  'S4-180': [
    spans({
      'spec.accessLogging[0].filter.expression': "response.code >= 400 || request.duration > duration('1s')",
      'spec.accessLogging[0].providers[0].name': 'envoy',
    }),
  ],
  'S4-181': [
    spans({ 'spec.tracing[0].providers[0].name': 'opentelemetry' }),
    spans({
      'spec.tracing[0].randomSamplingPercentage': computed(
        '`tracing.samplingPercentage` of the cluster',
        ({ cluster }) => cluster.tracing.samplingPercentage,
      ),
    }),
    on(
      spans({
        'spec.tracing[0].randomSamplingPercentage': {
          says: 'is above 0 and at most 10',
          holds: (share) => typeof share === 'number' && share > 0 && share <= 10,
        },
      }),
      ...large,
    ),
  ],
  'S4-182': [
    spans({
      'spec.tracing[0].customTags.environment.literal.value': '{environment}',
      'spec.tracing[0].customTags.version.header': { name: 'x-api-version', defaultValue: 'unknown' },
    }),
  ],
  'S4-183': [
    spans({
      'spec.metrics[0].overrides[*].match.metric': ['REQUEST_COUNT', 'REQUEST_DURATION'],
      'spec.metrics[0].overrides[0].tagOverrides.request_protocol.operation': 'REMOVE',
      'spec.metrics[0].providers[0].name': 'prometheus',
    }),
  ],
  'S4-184': [
    rendered('{istiod}/istio-system/servicemonitor-{istiod}.yaml')({
      'spec.selector.matchLabels.app': 'istiod',
      'spec.endpoints[0]': { port: 'http-monitoring', interval: '15s' },
    }),
    rendered('istio-ingressgateway/istio-system/podmonitor-istio-ingressgateway.yaml')({
      'spec.selector': { matchLabels: { app: 'istio-ingressgateway' } },
      'spec.podMetricsEndpoints[0].path': '/stats/prometheus',
    }),
  ],
  'S4-185': [overview('What is not stated')],
};
