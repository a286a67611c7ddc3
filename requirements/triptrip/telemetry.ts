import { heading, on, rendered } from '../model/evidence.ts';
import { absent, computed } from '../model/expected.ts';
import { done, otherwise, type Row, type Section } from '../model/row.ts';

const large = ['triptrip-production', 'triptrip-dr'];

const overview = (title: string) => heading('docs/triptrip/overview.md', title);

const spans = rendered('mesh-telemetry/istio-system/telemetry-mesh-default.yaml');

export const telemetry: Section<Row> = {
  title: 'Telemetry',
  entries: [
    otherwise(
      'S4-179',
      'K',
      'A Telemetry for the whole mesh',
      'In the version that stays (X-73), under the name `mesh-default`.',
      spans({
        apiVersion: 'telemetry.istio.io/v1',
        'metadata.namespace': 'istio-system',
        'spec.selector': absent,
        'spec.accessLogging[*].providers[0].name': ['envoy'],
        'spec.tracing[*].providers[0].name': ['opentelemetry'],
      }),
    ),
    otherwise(
      'S4-180',
      'K',
      'Errors and slow requests are logged',
      'With the attribute that Envoy has (X-69).',
      spans({
        'spec.accessLogging[0].filter.expression':
          "response.code >= 400 || request.duration > duration('1s')",
        'spec.accessLogging[0].providers[0].name': 'envoy',
      }),
    ),
    otherwise(
      'S4-181',
      'K',
      'All requests traced, by Jaeger',
      'A declared provider, and 1 % in production (X-68, X-71).',
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
    ),
    done(
      'S4-182',
      'K',
      'Tags: environment, and the version of the interface',
      spans({
        'spec.tracing[0].customTags.environment.literal.value': '{environment}',
        'spec.tracing[0].customTags.version.header': { name: 'x-api-version', defaultValue: 'unknown' },
      }),
    ),
    done(
      'S4-183',
      'K',
      'Two metrics without their protocol',
      spans({
        'spec.metrics[0].overrides[*].match.metric': ['REQUEST_COUNT', 'REQUEST_DURATION'],
        'spec.metrics[0].overrides[0].tagOverrides.request_protocol.operation': 'REMOVE',
        'spec.metrics[0].providers[0].name': 'prometheus',
      }),
    ),
    otherwise(
      'S4-184',
      'K',
      'A ServiceMonitor `istio-mesh` in `monitoring`',
      'Beside istiod and under its name; proxies have monitors of their own (X-77).',
      rendered('istiod/istio-system/servicemonitor-istiod.yaml')({
        'spec.selector.matchLabels.app': 'istiod',
        'spec.endpoints[0]': { port: 'http-monitoring', interval: '15s' },
      }),
      rendered('istio-ingressgateway/istio-system/podmonitor-istio-ingressgateway.yaml')({
        'spec.selector': { matchLabels: { app: 'istio-ingressgateway' } },
        'spec.podMetricsEndpoints[0].path': '/stats/prometheus',
      }),
    ),
    done(
      'S4-185',
      'D',
      'What is missing there: alerts, dashboards, Prometheus',
      overview('What is not stated'),
    ),
  ],
};
