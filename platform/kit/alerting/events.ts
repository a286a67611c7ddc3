/** Prometheus' own state of what it reads; without kube-state-metrics every object would seem to be gone. */
const OBJECTS_ARE_KNOWN = 'on () up{job="kube-state-metrics"} == 1';

/**
 * Whether a counter of events has grown within a window. Such a counter exists from its first event on, and begins with 1:
 * `increase()` sees no growth in that, and would miss whatever happens once. A series that is new counts, then, if
 * Prometheus was there before.
 *
 * @param by the labels that are kept, such as `name, project`
 */
export function happened(counter: string, window: string, by: string): string {
  const latest = (offset = '') => `last_over_time(${counter}[5m]${offset})`;
  const isNew = `${latest()} unless ${latest(` offset ${window}`)} and on () up offset ${window}`;
  return `sum by (${by}) (increase(${counter}[${window}])) > 0 or sum by (${by}) (${isNew}) > 0`;
}

/**
 * Zero where an object that has to be there has no series: it was deleted, and a comparison with a number that is not there is
 * silent.
 *
 * @param series one object, by labels that are equal to something, which the result keeps
 */
export function gone(series: string): string {
  return `absent(${series}) * 0 and ${OBJECTS_ARE_KNOWN}`;
}

/** A Job that failed for good, also one whose time was over before a pod had failed. */
export function jobFailed(namespace: string, names: string): string {
  const labels = `namespace=~"${namespace}",job_name=~"${names}"`;
  return `max by (namespace, job_name) (kube_job_status_failed{${labels}} > 0 or kube_job_failed{${labels},condition="true"} == 1)`;
}
