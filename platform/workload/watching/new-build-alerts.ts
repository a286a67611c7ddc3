import type { Alert, Recording } from '../../kit/alerting/alert.ts';
import { imageNameOf, podPattern } from '../names.ts';
import { type Asked, recordedOf, SLOW, sourceOf } from './requests.ts';

const ERRORS = 'build:request_errors:ratio5m';
const DURATION = 'build:request_duration_seconds:p95_5m';

/** A build of which more than this share fails is broken: the number of S2-81. */
const BROKEN = 0.05;

/** Errors and P95 of each build, as its own pods count them; `image_spec` ends in the digest. */
export function newBuildRecordings(asked: Asked): readonly Recording[] {
  const { declaration, namespace, product } = asked;
  const { all, failed, buckets, perSecond } = sourceOf(asked, 'destination');
  const builds = `max by (namespace, pod, image_spec) (kube_pod_container_info{namespace="${namespace}",pod=~"${podPattern(declaration)}",image_spec=~".+/${imageNameOf(declaration)}@.+"})`;
  const of = (series: string, by = 'image_spec') =>
    `sum by (${by}) (rate(${series}[5m]) * on (namespace, pod) group_left (image_spec) ${builds})`;
  const labels = { namespace, service: declaration.name, product };
  const scale = perSecond === 1 ? '' : ` / ${perSecond}`;
  return [
    { record: ERRORS, expression: `(${of(failed)} or 0 * ${of(all)}) / ${of(all)}`, labels },
    {
      record: DURATION,
      expression: `histogram_quantile(0.95, ${of(buckets, 'le, image_spec')})${scale}`,
      labels,
    },
  ];
}

/**
 * A build that is worse than it may be, and did not run a day ago (S2-109). If another build beside it is as bad, such
 * as the stable one beside a canary, going back would not help. The incident tool reads image and digest, and starts the
 * workflow that proposes the way back.
 */
export function newBuildAlerts(asked: Asked): readonly Alert[] {
  const { name, image = name } = asked.declaration;
  const annotations = { image, digest: '{{ reReplaceAll "^.*@" "" $labels.image_spec }}' };
  return [
    {
      alert: 'NewBuildErrorRatioHigh',
      expression: worse(recordedOf(asked, ERRORS), BROKEN),
      for: '3m',
      severity: 'critical',
      summary: `The new build of ${name} answers more than 5 % of its requests with an error`,
      description: '{{ $value | humanizePercentage }} fail of {{ $labels.image_spec }}. Go back.',
      annotations,
    },
    {
      alert: 'NewBuildLatencyHigh',
      expression: worse(recordedOf(asked, DURATION), SLOW),
      for: '5m',
      severity: 'critical',
      summary: `The new build of ${name} is slow: P95 above ${SLOW} s`,
      description:
        'One request in twenty to {{ $labels.image_spec }} takes longer than {{ $value | humanizeDuration }}. Go back.',
      annotations,
    },
  ];
}

function worse(series: string, threshold: number): string {
  const builds = (aggregation: string) => `${aggregation} by (namespace, service) (${series})`;
  const all = `${builds('min')} > ${threshold} and ${builds('count')} > 1`;
  return `${series} > ${threshold} unless ${series} offset 1d unless on (namespace, service) (${all})`;
}
