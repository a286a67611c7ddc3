import { nearestName } from '../../../../../clusters/nearest-name.ts';
import { byDefault } from '../../../../cluster-model/defaults/defaults.ts';
import { at, fields, isFields, list, number, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { fault, type Judged, type Topic, word } from '../topic.ts';
import { metadataFaults } from './keda-metadata.ts';
import { TRIGGER_TYPES } from './keda-triggers.ts';

function* boundFaults(spec: Readonly<Record<string, unknown>>, kind: string): Generator<Fault> {
  const [least, most, idle] = [
    number(spec.minReplicaCount),
    number(spec.maxReplicaCount),
    number(spec.idleReplicaCount),
  ];
  const highest = most ?? byDefault('keda.sh/ScaledObject', 'spec.maxReplicaCount');
  for (const field of [
    'minReplicaCount',
    'maxReplicaCount',
    'idleReplicaCount',
    'pollingInterval',
    'cooldownPeriod',
    'initialCooldownPeriod',
    'successfulJobsHistoryLimit',
    'failedJobsHistoryLimit',
  ]) {
    const own = number(spec[field]);
    if (own !== undefined && own < 0)
      yield fault(['spec', field], `${own} is less than nothing`, 'write 0 or more');
  }
  if (least !== undefined && least > highest)
    yield fault(
      ['spec', 'minReplicaCount'],
      `${least} is more than maxReplicaCount, which is ${highest}`,
      `write ${highest} or less`,
    );
  if (most === 0 && kind === 'ScaledObject')
    yield fault(['spec', 'maxReplicaCount'], 'nothing ever runs', 'write 1 or more');
  if (idle !== undefined && least !== undefined && idle >= least)
    yield fault(
      ['spec', 'idleReplicaCount'],
      `${idle} is not less than minReplicaCount, which is ${least}`,
      `write less than ${least}`,
    );
}

function* fallbackFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const { fallback } = spec;
  if (!isFields(fallback)) return;
  for (const field of ['failureThreshold', 'replicas']) {
    const own = number(fallback[field]);
    if (own !== undefined && own < 0)
      yield fault(['spec', 'fallback', field], `${own} is less than nothing`, 'write 0 or more');
  }
  const types = list(spec.triggers).map((trigger) => fields(trigger).type);
  if (types.length > 0 && types.every((type) => type === 'cpu' || type === 'memory'))
    yield fault(
      ['spec', 'fallback'],
      'KEDA has no fallback for cpu and memory',
      'remove it, or add another trigger',
    );
}

function* judge({ kind, value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  const triggers = list(spec.triggers);
  if (Array.isArray(spec.triggers) && triggers.length === 0)
    yield fault(['spec', 'triggers'], 'it has no trigger', 'write at least one');
  const names = new Set<string>();
  for (const [index, trigger] of triggers.entries()) {
    if (!isFields(trigger)) continue;
    const path = ['spec', 'triggers', index];
    const { type, name, metricType } = trigger;
    if (typeof name === 'string' && name !== '') {
      if (names.has(name))
        yield fault([...path, 'name'], `two triggers are called ${name}`, 'write another name');
      names.add(name);
    }
    if (typeof type !== 'string' || type === '') continue;
    if (!TRIGGER_TYPES.has(type)) {
      const meant = nearestName(type, [...TRIGGER_TYPES]);
      yield fault(
        [...path, 'type'],
        `there is no trigger of type ${type}`,
        meant ? `write ${meant}` : 'write a type that KEDA knows',
      );
      continue;
    }
    yield* metadataFaults(type, trigger, path);
    const resource = type === 'cpu' || type === 'memory';
    if (
      resource &&
      fields(trigger.metadata).type === undefined &&
      metricType === undefined &&
      isFields(trigger.metadata)
    )
      yield fault(
        [...path, 'metricType'],
        `a trigger of type ${type} needs one`,
        'write metricType: Utilization or AverageValue',
      );
    if (resource && metricType === 'Value')
      yield fault(
        [...path, 'metricType'],
        `a trigger of type ${type} has no Value`,
        'write Utilization or AverageValue',
      );
    if (!resource && metricType === 'Utilization')
      yield fault(
        [...path, 'metricType'],
        'Utilization is for cpu and memory',
        'write AverageValue or Value',
      );
    if (resource && trigger.useCachedMetrics === true)
      yield fault([...path, 'useCachedMetrics'], 'is not for cpu, memory and cron', 'remove it');
  }
  yield* boundFaults(spec, kind);
  yield* fallbackFaults(spec);
  const zero = number(spec.minReplicaCount) === 0;
  const onlyResource =
    triggers.length > 0 &&
    triggers.every((trigger) => ['cpu', 'memory'].includes(text(fields(trigger).type) ?? ''));
  if (kind === 'ScaledObject' && zero && onlyResource)
    yield fault(
      ['spec', 'minReplicaCount'],
      'cpu and memory of no pod tell nothing, so it never comes back from 0',
      'write 1, or add another trigger',
    );
  const target = text(at(spec, 'scaleTargetRef', 'name'));
  if (kind === 'ScaledObject' && isFields(spec.scaleTargetRef) && target === '')
    yield fault(
      ['spec', 'scaleTargetRef', 'name'],
      'it names nothing',
      `write the name of what is scaled, and not ${word(target)}`,
    );
}

export const keda: Topic = {
  id: 'refused-scaled-object',
  severity: 'error',
  summary: 'triggers and bounds of ScaledObjects and ScaledJobs that KEDA refuses',
  breaks: 'KEDA makes no HorizontalPodAutoscaler: the workload stays at the size that it has.',
  kinds: ['keda.sh/ScaledObject', 'keda.sh/ScaledJob'],
  judge,
  failing: `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: shop
spec:
  scaleTargetRef: { name: shop }
  triggers:
    - type: cron
      metadata: { timezone: Europe/Berlin, start: 0 8 * * *, desiredReplicas: '3' }
`,
  passing: `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: shop
spec:
  scaleTargetRef: { name: shop }
  triggers:
    - type: cron
      metadata: { timezone: Europe/Berlin, start: 0 8 * * *, end: 0 20 * * *, desiredReplicas: '3' }
`,
};
