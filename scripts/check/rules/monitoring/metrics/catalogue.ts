import { EXPORTERS } from './exporters.ts';
import { STATE_OF_OBJECTS } from './state-of-objects.ts';
import { STATE_OF_WORKLOADS } from './state-of-workloads.ts';

/** A metric that a well-known program exports. */
export interface Metric {
  /** What its series have besides the labels of what is scraped; undefined where it may be any. */
  readonly labels: ReadonlySet<string> | undefined;
}

const metrics = new Map<string, Metric>();
/** The starts of names of which every one is listed. */
const completeStarts = new Set<string>();

for (const [table, isComplete] of [
  [STATE_OF_WORKLOADS, true],
  [STATE_OF_OBJECTS, true],
  [EXPORTERS, false],
] as const) {
  let start = '';
  let common: readonly string[] = [];
  for (const line of table.split('\n').filter((one) => one !== '')) {
    if (!line.startsWith(' ')) {
      [start = '', ...common] = line.split(' ');
      if (isComplete) completeStarts.add(start);
      continue;
    }
    const [names = '', further = ''] = line.split(' : ');
    const labels = further === '*' ? undefined : new Set([...common, ...further.split(' ')].filter(Boolean));
    for (const name of names.trim().split(' ')) {
      metrics.set(name === '=' ? start : `${start}_${name}`, { labels });
    }
  }
}

export function metricOf(name: string): Metric | undefined {
  return metrics.get(name);
}

export const metricNames: readonly string[] = [...metrics.keys()];

/** Whether all names that start like this one are listed, so that this one does not exist where it is not among them. */
export function isOfCompleteList(name: string): boolean {
  const [, start] = /^(kube_[a-z]+)_/.exec(name) ?? [];
  return start !== undefined && completeStarts.has(start);
}

/** Of what is scraped, as the Prometheus Operator sets them, and what rules and stores add for the whole cluster. */
export const TARGET_LABELS: readonly string[] = [
  'job',
  'instance',
  'namespace',
  'pod',
  'service',
  'container',
  'endpoint',
  'node',
  'metrics_path',
  'scheme',
  'prometheus',
  'prometheus_replica',
  'cluster',
  'region',
  'env',
  'environment',
];
