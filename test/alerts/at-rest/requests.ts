import type { Series } from '../../../scripts/prove-alerts/case.ts';
import { podOf } from '../generated-name.ts';
import { durations, durationsOf, requestsOf } from '../workloads.ts';
import { MINUTES, objectsOn } from './objects.ts';

/** Requests to every service that has rules about them: all are answered, and fast. */
export function requests(cluster: string): Series {
  const services = objectsOn(cluster, 'PrometheusRule').filter(({ json }) =>
    JSON.stringify(json.spec).includes('"ServiceErrorRatioHigh"'),
  );
  const parts = services.map(({ name: unit, namespace = '' }): Series => {
    const subject = { alert: '', expression: '', unit, namespace, owner: '' };
    const pod = podOf('Deployment', unit);
    return {
      ...durations(subject, 0, '500.0', MINUTES),
      ...requestsOf(subject, pod, 0, MINUTES),
      ...durationsOf(subject, pod, 0, MINUTES),
    };
  });
  return Object.assign({}, ...parts);
}
