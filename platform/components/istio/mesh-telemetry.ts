import {
  TelemetrySpecMetricsOverridesMatchMetric as Metric,
  TelemetrySpecMetricsOverridesTagOverridesOperation as TagOperation,
  Telemetry,
} from '@cdk8s/istio';
import { shownOn } from '../../kit/alerting/shown-on.ts';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { component } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { hasMesh, ISTIO_NAMESPACE } from './address.ts';
import { meshAlerts } from './alerts.ts';
import { telemetryProviders } from './mesh-config.ts';

/**
 * Errors, and what takes longer than a second (S4-180). The attributes are Envoy's: one that it does not know is an
 * error on each request, which istiod does not notice and the proxy takes as "do not log".
 */
const LOGGED = "response.code >= 400 || request.duration > duration('1s')";

/**
 * The label that S4-183 removes from both metrics. Kiali reads it, and its graph lacks every series without it: where
 * there is Kiali it stays.
 */
const REMOVED = { request_protocol: { operation: TagOperation.REMOVE } };

/**
 * Says for a whole mesh what proxies log, trace and count (S0-07, S4-179 to S4-183). It is in the
 * root namespace and selects nothing, so it is everybody's default.
 */
export const meshTelemetry = component({
  name: 'mesh-telemetry',
  namespace: ISTIO_NAMESPACE,
  wave: waves.policies,
  on: hasMesh,
  // Here and not with a control plane: there may be two.
  alerts: (context) => shownOn('mesh-control-plane', meshAlerts(context)),
  objects: (chart, { cluster }) => {
    add(chart, Telemetry, {
      metadata: {
        name: 'mesh-default',
        namespace: ISTIO_NAMESPACE,
        labels: ownerLabels('platform'),
      },
      spec: {
        accessLogging: [
          { providers: [{ name: telemetryProviders.accessLog }], filter: { expression: LOGGED } },
        ],
        tracing: [
          {
            providers: [{ name: telemetryProviders.tracing }],
            // The only place that sets the rate: the first proxy of a request decides for all that follow.
            randomSamplingPercentage: cluster.tracing.samplingPercentage,
            customTags: {
              environment: { literal: { value: cluster.environment } },
              version: { header: { name: 'x-api-version', defaultValue: 'unknown' } },
            },
          },
        ],
        metrics: [
          {
            providers: [{ name: telemetryProviders.metrics }],
            ...(cluster.mesh?.kiali !== true && {
              overrides: [Metric.REQUEST_UNDERSCORE_COUNT, Metric.REQUEST_UNDERSCORE_DURATION].map(
                (metric) => ({ match: { metric }, tagOverrides: REMOVED }),
              ),
            }),
          },
        ],
      },
    });
  },
});
