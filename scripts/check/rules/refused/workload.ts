import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import { at, fields, isFields, list, type Path, text } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { dnsLabel, dnsSubdomain, isPercent } from './forms.ts';
import { isEmptySelector, labelSelectorFaults, selects } from './selectors.ts';
import { fault, type Judged, type Topic, word } from './topic.ts';

const KINDS = ['apps/Deployment', 'apps/ReplicaSet', 'apps/StatefulSet', 'apps/DaemonSet'];

function* selectorFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const { selector } = spec;
  if (!isFields(selector)) return;
  yield* labelSelectorFaults(selector, ['spec', 'selector']);
  const labels = fields(at(spec, 'template', 'metadata', 'labels'));
  if (isEmptySelector(selector))
    yield fault(['spec', 'selector'], 'it would select every pod', 'write the labels of the template');
  else if (isFields(spec.template) && !selects(selector, labels)) {
    const wrong = Object.entries(fields(selector.matchLabels)).find(([key, value]) => labels[key] !== value);
    const named = wrong ? `${wrong[0]}: ${word(wrong[1])}` : 'the labels of the selector';
    yield fault(
      ['spec', 'selector'],
      'it does not select the pods of its own template',
      `write ${named} in spec.template.metadata.labels, or change the selector`,
    );
  }
}

/** A number of pods, or a percentage of them. */
export function* amountFaults(value: unknown, path: Path, most = 100): Generator<Fault> {
  if (typeof value === 'number' && value < 0)
    yield fault(path, `${value} is less than nothing`, 'write 0 or more');
  if (typeof value !== 'string') return;
  if (!isPercent(value))
    yield fault(
      path,
      `${JSON.stringify(value)} is neither a number nor a percentage`,
      /^\d+$/.test(value) ? `write it without quotes: ${value}` : 'write a number, or one such as 25%',
    );
  else if (Number(value.slice(0, -1)) > most)
    yield fault(path, `${value} is more than ${most}%`, `write ${most}% or less`);
}

const isNone = (value: unknown): boolean => value === 0 || value === '0%';

function* strategyFaults(kind: string, spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const field = kind === 'Deployment' ? 'strategy' : 'updateStrategy';
  const strategy = spec[field];
  if (!isFields(strategy)) return;
  const path = ['spec', field];
  const type = text(strategy.type) ?? byDefault('apps/Deployment', 'spec.strategy.type');
  const rolling = strategy.rollingUpdate;
  if (type !== 'RollingUpdate' && isFields(rolling)) {
    yield fault(
      [...path, 'rollingUpdate'],
      `is for type RollingUpdate, and this is ${type}`,
      'remove it, or write type: RollingUpdate',
    );
    return;
  }
  if (!isFields(rolling)) return;
  const { maxUnavailable, maxSurge } = rolling;
  yield* amountFaults(maxUnavailable, [...path, 'rollingUpdate', 'maxUnavailable']);
  yield* amountFaults(
    maxSurge,
    [...path, 'rollingUpdate', 'maxSurge'],
    kind === 'DaemonSet' ? 100 : Number.POSITIVE_INFINITY,
  );
  if (kind === 'Deployment' && isNone(maxUnavailable) && isNone(maxSurge))
    yield fault(
      [...path, 'rollingUpdate'],
      'with neither a pod more nor a pod less nothing can be replaced',
      'write maxSurge: 1, or maxUnavailable: 1',
    );
  if (kind === 'DaemonSet') {
    const surges = maxSurge !== undefined && maxSurge !== null && !isNone(maxSurge);
    if (!surges && isNone(maxUnavailable))
      yield fault(
        [...path, 'rollingUpdate', 'maxUnavailable'],
        'with neither a pod more nor a pod less nothing can be replaced',
        'write 1',
      );
    if (surges && !isNone(maxUnavailable))
      yield fault(
        [...path, 'rollingUpdate'],
        'either a pod more or a pod less',
        'write maxUnavailable: 0 beside maxSurge',
      );
  }
  if (kind === 'StatefulSet' && isNone(maxUnavailable))
    yield fault([...path, 'rollingUpdate', 'maxUnavailable'], 'must be more than 0', 'write 1');
}

function* claimFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const seen = new Set<string>();
  for (const [index, claim] of list(spec.volumeClaimTemplates).entries()) {
    const name = text(at(claim, 'metadata', 'name'));
    const path = ['spec', 'volumeClaimTemplates', index, 'metadata', 'name'];
    if (name === undefined || name === '')
      yield fault(path, 'the claim has no name', 'write the name that the container mounts');
    else {
      const wanted = dnsLabel(name);
      if (wanted) yield fault(path, `${JSON.stringify(name)} is no name of a volume`, `write ${wanted}`);
      if (seen.has(name)) yield fault(path, `two claims are called ${name}`, 'write another name');
      seen.add(name);
    }
  }
  const service = text(spec.serviceName);
  if (service !== undefined && service !== '' && dnsSubdomain(service))
    yield fault(
      ['spec', 'serviceName'],
      `${JSON.stringify(service)} is no name of a Service`,
      'write the name of a headless Service',
    );
}

function* judge({ kind, value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  yield* selectorFaults(spec);
  yield* strategyFaults(kind, spec);
  if (kind === 'StatefulSet') yield* claimFaults(spec);
  const [ready, deadline] = [spec.minReadySeconds, spec.progressDeadlineSeconds];
  if (
    kind === 'Deployment' &&
    typeof ready === 'number' &&
    ready >=
      (typeof deadline === 'number' ? deadline : byDefault('apps/Deployment', 'spec.progressDeadlineSeconds'))
  )
    yield fault(
      ['spec', 'progressDeadlineSeconds'],
      `must be more than minReadySeconds, which is ${ready}`,
      `write more than ${ready}`,
    );
}

export const workload: Topic = {
  id: 'refused-workload',
  severity: 'error',
  summary: 'selectors that miss their own template, strategies and claims that no API server takes',
  breaks: 'The API server refuses the workload: nothing of it starts.',
  kinds: KINDS,
  judge,
  failing: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  selector:
    matchLabels: { app: shop }
  template:
    metadata:
      labels: { app: shp }
    spec:
      containers:
        - { name: shop, image: 'shop:1.2.3' }
`,
  passing: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  selector:
    matchLabels: { app: shop }
  template:
    metadata:
      labels: { app: shop }
    spec:
      containers:
        - { name: shop, image: 'shop:1.2.3' }
`,
};
