import {
  EnvoyFilterSpecConfigPatchesApplyTo as ApplyTo,
  EnvoyFilterSpecConfigPatchesMatchContext as Direction,
  EnvoyFilter,
  EnvoyFilterSpecConfigPatchesPatchOperation as Operation,
} from '@cdk8s/istio';
import type { Construct } from 'constructs';
import { add } from '../../kit/manifest.ts';
import type { ServiceDeclaration } from '../declaration/workload.ts';
import type { Placement } from '../graph/placement.ts';
import { objectLabels, selectorOf } from '../labels.ts';

const FILTER = 'envoy.filters.http.local_ratelimit';

/**
 * Refuses with 429 what is above a service's rate, in the proxy of each of its pods and before the application sees
 * it (S0-08). Only requests that have passed the checks of tokens and policies count. Answers carry `x-ratelimit-limit`, `-remaining` and `-reset`, so that clients can wait. Probes and
 * metrics come in at other ports.
 */
export function addRateLimit(scope: Construct, placement: Placement<ServiceDeclaration>): void {
  const { declaration, namespace } = placement;
  const { name, port, rateLimit } = declaration;
  if (rateLimit === undefined) return;
  const { requestsPerSecond, burst = requestsPerSecond * 2 } = rateLimit;
  const percent = (runtime_key: string) => ({
    runtime_key,
    default_value: { numerator: 100, denominator: 'HUNDRED' },
  });
  add(scope, EnvoyFilter, {
    metadata: { name: `${name}-rate-limit`, namespace, labels: objectLabels(placement) },
    spec: {
      workloadSelector: { labels: selectorOf(placement) },
      configPatches: [
        {
          applyTo: ApplyTo.HTTP_UNDERSCORE_FILTER,
          match: {
            context: Direction.SIDECAR_UNDERSCORE_INBOUND,
            listener: {
              filterChain: {
                destinationPort: port,
                filter: {
                  name: 'envoy.filters.network.http_connection_manager',
                  subFilter: { name: 'envoy.filters.http.router' },
                },
              },
            },
          },
          patch: {
            // The router is the last: what tokens and policies refuse must not use up what customers are left.
            operation: Operation.INSERT_UNDERSCORE_BEFORE,
            value: {
              name: FILTER,
              typed_config: {
                '@type':
                  'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
                stat_prefix: 'http_local_rate_limiter',
                token_bucket: {
                  max_tokens: burst,
                  tokens_per_fill: requestsPerSecond,
                  fill_interval: '1s',
                },
                filter_enabled: percent('local_rate_limit_enabled'),
                filter_enforced: percent('local_rate_limit_enforced'),
                enable_x_ratelimit_headers: 'DRAFT_VERSION_03',
              },
            },
          },
        },
      ],
    },
  });
}
