import { quantity } from '../../schema/quantity.ts';
import { at, fields, isFields, list, number, type Path } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { dnsLabel, pathSegment } from './forms.ts';
import { labelSelectorFaults } from './selectors.ts';
import { fault, type Judged, type Topic, word } from './topic.ts';
import { amountFaults } from './workload.ts';

const SOURCES: Readonly<Record<string, string>> = {
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
  External: 'external',
};

/** Which targets a source can have. */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
  Object: ['value', 'averageValue'],
  Pods: ['averageValue'],
  Resource: ['averageUtilization', 'averageValue'],
  ContainerResource: ['averageUtilization', 'averageValue'],
  External: ['value', 'averageValue'],
};

const TARGET_OF_TYPE: Readonly<Record<string, string>> = {
  Utilization: 'averageUtilization',
  Value: 'value',
  AverageValue: 'averageValue',
};

function* metricFaults(metric: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const type = typeof metric.type === 'string' ? metric.type : '';
  const own = Object.values(SOURCES).filter((source) => isFields(metric[source]));
  const source = SOURCES[type];
  if (source === undefined) return;
  if (!isFields(metric[source]))
    yield fault(path, `a metric of type ${type} needs ${source}`, `write ${source}`);
  for (const other of own)
    if (other !== source)
      yield fault(
        [...path, other],
        `the metric is of type ${type}`,
        `write it as ${source}, or change the type`,
      );
  const { container, name } = fields(metric[source]);
  const wantedName = typeof container === 'string' ? dnsLabel(container) : undefined;
  if (type === 'ContainerResource' && wantedName)
    yield fault(
      [...path, source, 'container'],
      `${word(container)} is no name of a container`,
      `write ${wantedName}`,
    );
  if (
    type.endsWith('Resource') &&
    typeof name === 'string' &&
    name !== '' &&
    !/^(?:cpu|memory|ephemeral-storage|hugepages-.+|.+\/.+)$/.test(name)
  )
    yield fault([...path, source, 'name'], `there is no resource ${name}`, 'write cpu or memory');
  const target = at(metric, source, 'target');
  if (!isFields(target)) return;
  const where = [...path, source, 'target'];
  const set = ['value', 'averageValue', 'averageUtilization'].filter(
    (field) => target[field] !== undefined && target[field] !== null,
  );
  const allowed = TARGETS[type] ?? [];
  for (const field of set)
    if (!allowed.includes(field))
      yield fault(
        [...where, field],
        `a metric of type ${type} has no ${field}`,
        `write ${allowed.join(' or ')}`,
      );
  const chosen = set.filter((field) => allowed.includes(field));
  const wanted = typeof target.type === 'string' ? TARGET_OF_TYPE[target.type] : undefined;
  if (set.length === 0) yield fault(where, 'it has no target', `write ${wanted ?? allowed.join(' or ')}`);
  else if (chosen.length > 1) yield fault(where, `it has ${chosen.join(' and ')}`, 'keep one of them');
  else if (wanted !== undefined && !set.includes(wanted))
    yield fault(
      where,
      `type ${word(target.type)} is for ${wanted}, and ${set.join(', ')} is set`,
      `write ${wanted}, or another type`,
      'warning',
    );
  for (const field of ['value', 'averageValue']) {
    const amount = quantity(target[field]);
    if (amount !== undefined && amount <= 0)
      yield fault([...where, field], 'must be more than 0', 'write a positive quantity');
  }
}

function* scalerFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const [least, most] = [number(spec.minReplicas), number(spec.maxReplicas)];
  if (least !== undefined && most !== undefined && least > most)
    yield fault(
      ['spec', 'minReplicas'],
      `${least} is more than maxReplicas, which is ${most}`,
      `write ${most} or less`,
    );
  if (least !== undefined && least < 0)
    yield fault(['spec', 'minReplicas'], 'is less than nothing', 'write 1 or more');
  for (const field of ['kind', 'name']) {
    const own = at(spec, 'scaleTargetRef', field);
    const wanted = typeof own === 'string' ? pathSegment(own) : undefined;
    if (wanted)
      yield fault(['spec', 'scaleTargetRef', field], `${word(own)} names no object`, `write ${wanted}`);
  }
  const metrics = list(spec.metrics);
  const counts = metrics.some((metric) => ['Object', 'External'].includes(String(fields(metric).type)));
  if (least === 0 && !counts)
    yield fault(
      ['spec', 'minReplicas'],
      '0 needs a metric of type Object or External',
      'write 1, or scale to zero with another metric',
    );
  for (const [index, metric] of metrics.entries())
    if (isFields(metric)) yield* metricFaults(metric, ['spec', 'metrics', index]);
  for (const direction of ['scaleUp', 'scaleDown']) {
    const policies = at(spec, 'behavior', direction, 'policies');
    if (Array.isArray(policies) && policies.length === 0)
      yield fault(
        ['spec', 'behavior', direction, 'policies'],
        'it has no policy',
        'write at least one, or remove it',
      );
  }
}

function* budgetFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const both = ['minAvailable', 'maxUnavailable'].filter(
    (field) => spec[field] !== undefined && spec[field] !== null,
  );
  if (both.length === 2)
    yield fault(['spec', 'maxUnavailable'], 'stands beside minAvailable', 'keep one of them');
  for (const field of both) yield* amountFaults(spec[field], ['spec', field]);
  yield* labelSelectorFaults(spec.selector, ['spec', 'selector']);
}

function* judge({ apiVersion, kind, value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  if (kind === 'PodDisruptionBudget') yield* budgetFaults(spec);
  else if (apiVersion === 'autoscaling/v1') {
    const [least, most] = [number(spec.minReplicas), number(spec.maxReplicas)];
    if (least !== undefined && most !== undefined && least > most)
      yield fault(
        ['spec', 'minReplicas'],
        `${least} is more than maxReplicas, which is ${most}`,
        `write ${most} or less`,
      );
  } else yield* scalerFaults(spec);
}

export const scaling: Topic = {
  id: 'refused-scaling',
  severity: 'error',
  summary:
    'metrics and bounds of HorizontalPodAutoscalers, and PodDisruptionBudgets, that no API server takes',
  breaks:
    'The API server refuses the object: nothing scales, or nothing keeps a drain from taking every pod.',
  kinds: ['autoscaling/HorizontalPodAutoscaler', 'policy/PodDisruptionBudget'],
  judge,
  failing: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: shop
spec:
  minAvailable: 1
  maxUnavailable: 1
  selector:
    matchLabels: { app: shop }
`,
  passing: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: shop
spec:
  maxUnavailable: 1
  selector:
    matchLabels: { app: shop }
`,
};
