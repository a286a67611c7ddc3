import type { Recording } from '../../kit/alerting/alert.ts';
import type { RunningPlacement } from '../graph/placement.ts';

/** All that is known of a service where its requests are asked for: little of it differs between clusters. */
export type Asked = Pick<RunningPlacement, 'declaration' | 'namespace' | 'product' | 'availability'> & {
  /** Absent outside the mesh; what is in it makes no difference. */
  readonly sidecar?: object | undefined;
};

/** A request that takes longer is slow, in seconds (S2-84). */
export const SLOW = 0.5;

/** What is recorded of each service; the names start with the level that the numbers are summed to. */
export const recorded = {
  requests: 'service:requests:rate5m',
  errors: 'service:request_errors:rate5m',
  slow: 'service:requests_slow:rate5m',
  /** Share of failed requests, by the label `window`. */
  errorRatio: 'service:request_errors:ratio',
  /** Share of slow requests, by the label `window`. */
  slowRatio: 'service:requests_slow:ratio',
  /** In seconds, by the label `quantile`. */
  duration: 'service:request_duration_seconds:quantile5m',
} as const;

/** Windows of the ratios. All but the first are made from what is recorded, so that no query reads three days of requests. */
const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;
export type Window = (typeof WINDOWS)[number];

const QUANTILES = ['0.5', '0.95', '0.99'] as const;

/** The series of the requests to a service, and how they are named where they come from. */
export interface Source {
  readonly all: string;
  readonly failed: string;
  readonly buckets: string;
  readonly fastBuckets: string;
  /** How many of the histogram's units make a second. */
  readonly perSecond: number;
}

/**
 * Requests as their callers see them, where there are proxies: what never reached a pod counts as well. Elsewhere
 * what the service itself says (S2-87). Prometheus 3 writes whole bucket bounds as `500.0`, earlier versions as
 * `500`.
 */
export function sourceOf(
  { declaration, namespace, sidecar }: Asked,
  reporter: 'source' | 'destination' = 'source',
): Source {
  const { name } = declaration;
  if (sidecar === undefined) {
    const labels = `namespace="${namespace}",service="${name}"`;
    return {
      all: `http_requests_total{${labels}}`,
      failed: `http_requests_total{${labels},code=~"5.."}`,
      buckets: `http_request_duration_seconds_bucket{${labels}}`,
      fastBuckets: `http_request_duration_seconds_bucket{${labels},le="${SLOW}"}`,
      perSecond: 1,
    };
  }
  const labels = `reporter="${reporter}",destination_service_name="${name}",destination_service_namespace="${namespace}"`;
  return {
    all: `istio_requests_total{${labels}}`,
    failed: `istio_requests_total{${labels},response_code=~"5.."}`,
    buckets: `istio_request_duration_milliseconds_bucket{${labels}}`,
    fastBuckets: `istio_request_duration_milliseconds_bucket{${labels},le=~"${SLOW * 1000}(\\\\.0)?"}`,
    perSecond: 1000,
  };
}

/** One recorded metric of a service. */
export function recordedOf(
  { declaration, namespace }: Asked,
  metric: string,
  labels: Readonly<Record<string, string>> = {},
): string {
  let more = '';
  for (const [label, value] of Object.entries(labels)) more += `,${label}="${value}"`;
  return `${metric}{namespace="${namespace}",service="${declaration.name}"${more}}`;
}

/** Rate, errors and duration of the requests to a service, the same names whatever the source is (S3-70). */
export function requestRecordings(asked: Asked): readonly Recording[] {
  const { declaration, namespace, product } = asked;
  const { all, failed, buckets, fastBuckets, perSecond } = sourceOf(asked);
  const labels = { namespace, service: declaration.name, product };
  const rate = (series: string) => `sum(rate(${series}[5m]))`;
  const requests = recordedOf(asked, recorded.requests);
  const [errors, slow] = [recordedOf(asked, recorded.errors), recordedOf(asked, recorded.slow)];
  const ratio = (share: string, window: Window): string => {
    if (window === '5m') return `${share} / ${requests}`;
    return `sum_over_time(${share}[${window}]) / sum_over_time(${requests}[${window}])`;
  };
  const none = `0 * ${rate(all)}`;
  const scale = perSecond === 1 ? '' : ` / ${perSecond}`;
  return [
    { record: recorded.requests, expression: rate(all), labels },
    // As long as nothing has failed there is no series of failures.
    { record: recorded.errors, expression: `${rate(failed)} or ${none}`, labels },
    {
      record: recorded.slow,
      expression: `${rate(buckets.replace(/\{/, '{le="+Inf",'))} - ${rate(fastBuckets)}`,
      labels,
    },
    ...QUANTILES.map((quantile) => ({
      record: recorded.duration,
      expression: `histogram_quantile(${quantile}, sum by (le) (rate(${buckets}[5m])))${scale}`,
      labels: { ...labels, quantile },
    })),
    ...WINDOWS.flatMap((window) => [
      {
        record: recorded.errorRatio,
        expression: ratio(errors, window),
        labels: { ...labels, window },
      },
      { record: recorded.slowRatio, expression: ratio(slow, window), labels: { ...labels, window } },
    ]),
  ];
}
