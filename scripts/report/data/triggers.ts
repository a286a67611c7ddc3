import { at, fieldsAt, listAt, numberAt, textAt, textsAt } from '../../check/state/read.ts';
import type { Resource } from '../../check/state/resource.ts';

/** What an autoscaler goes by, for people. */
export function triggersOf({ kind, value }: Resource): readonly string[] {
  if (kind === 'HorizontalPodAutoscaler') return metricsOf(value);
  return listAt(value, 'spec', 'triggers').map((trigger) => {
    const type = textAt(trigger, 'type') ?? '';
    const metadata = textsAt(trigger, 'metadata');
    if (type === 'cpu' || type === 'memory') {
      const target = metadata.value ?? '';
      const unit = textAt(trigger, 'metricType') === 'AverageValue' ? '' : ' %';
      return `${type === 'cpu' ? 'CPU' : 'memory'} ${target}${unit}`;
    }
    if (type === 'cron') {
      const { start = '', end = '', timezone = '', desiredReplicas = '' } = metadata;
      return `cron ${start} to ${end} (${timezone}): ${desiredReplicas} replicas`;
    }
    const [subject] = SUBJECTS.flatMap((name) => metadata[name] ?? []);
    const [threshold] = THRESHOLDS.flatMap((name) => metadata[name] ?? []);
    const named = subject === undefined ? '' : ` ${subject.slice(subject.lastIndexOf('/') + 1)}`;
    return `${type}${named}${threshold === undefined ? '' : `, ${threshold} for each pod`}`;
  });
}

/** What KEDA's triggers are about, and the amount that one pod takes on; the first that is there. */
const SUBJECTS = [
  'queueURL',
  'queueName',
  'topic',
  'streamName',
  'listName',
  'subscriptionName',
  'metricName',
  'query',
];
const THRESHOLDS = [
  'queueLength',
  'lagThreshold',
  'messageCount',
  'listLength',
  'pendingEntriesCount',
  'value',
  'threshold',
  'targetMetricValue',
];

function metricsOf(value: unknown): readonly string[] {
  const metrics = listAt(value, 'spec', 'metrics');
  if (metrics.length === 0) {
    const target = numberAt(value, 'spec', 'targetCPUUtilizationPercentage');
    return target === undefined ? [] : [`CPU ${target} %`];
  }
  return metrics.map((metric) => {
    const type = textAt(metric, 'type') ?? '';
    const [source] = Object.entries(fieldsAt(metric)).filter(([key]) => key !== 'type');
    const own = source?.[1];
    const target = fieldsAt(own, 'target');
    const resource = textAt(own, 'name');
    const name = resource ?? textAt(own, 'metric', 'name') ?? type;
    const average = numberAt(target, 'averageUtilization');
    const amount =
      average === undefined ? text(at(target, 'averageValue') ?? at(target, 'value')) : `${average} %`;
    return `${name === 'cpu' ? 'CPU' : name} ${amount}`.trim();
  });
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
