import { isQuantity, quantity } from '../../schema/quantity.ts';
import { fields, isFields, list } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { limitFaults } from './limits.ts';
import { COUNTED, isResource, STANDARD } from './resource-names.ts';
import { fault, type Judged, type Topic, word } from './topic.ts';

const SCOPES = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
  'VolumeAttributesClass',
];
const OPPOSITES = [
  ['Terminating', 'NotTerminating'],
  ['BestEffort', 'NotBestEffort'],
] as const;

/** What a quota of some pods can count: pods, and what they ask for. */
const OF_PODS: ReadonlySet<string> = new Set([
  'pods',
  'cpu',
  'memory',
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
]);

function* quotaFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  for (const [name, value] of Object.entries(fields(spec.hard))) {
    const path = ['spec', 'hard', name];
    if (!isResource(name))
      yield fault(
        path,
        `there is no resource ${name}, so nothing is counted`,
        `write one such as requests.cpu, limits.memory, pods, or count/${name}`,
      );
    if (!isQuantity(value)) continue;
    const amount = quantity(value) ?? 0;
    if (amount < 0) yield fault(path, 'is less than nothing', 'write 0 or more');
    if ((COUNTED.includes(name) || name.startsWith('count/')) && amount % 1 !== 0)
      yield fault(path, `${word(value)} is no whole number`, 'write a whole number');
  }
  const scopes = list(spec.scopes);
  for (const [index, scope] of scopes.entries())
    if (typeof scope === 'string' && !SCOPES.includes(scope))
      yield fault(
        ['spec', 'scopes', index],
        `there is no scope ${scope}`,
        `write one of ${SCOPES.join(', ')}`,
      );
  for (const [one, other] of OPPOSITES)
    if (scopes.includes(one) && scopes.includes(other))
      yield fault(['spec', 'scopes'], `${one} and ${other} leave nothing`, 'keep one of them');
  const scoped = scopes.some((scope) => scope !== 'BestEffort' && scope !== 'VolumeAttributesClass');
  for (const name of scoped ? Object.keys(fields(spec.hard)) : []) {
    if (STANDARD.has(name) && !OF_PODS.has(name))
      yield fault(
        ['spec', 'hard', name],
        `a quota with the scope ${word(scopes[0])} counts pods, cpu and memory`,
        'make a quota without scopes for it',
      );
  }
  if (scopes.includes('BestEffort')) {
    for (const name of Object.keys(fields(spec.hard)))
      if (name !== 'pods' && name !== 'count/pods')
        yield fault(['spec', 'hard', name], 'a quota for BestEffort counts pods only', 'remove it');
  }
  for (const [index, expression] of list(fields(spec.scopeSelector).matchExpressions).entries()) {
    if (!isFields(expression)) continue;
    const path = ['spec', 'scopeSelector', 'matchExpressions', index];
    const { scopeName, operator } = expression;
    if (typeof scopeName === 'string' && !SCOPES.includes(scopeName))
      yield fault(
        [...path, 'scopeName'],
        `there is no scope ${scopeName}`,
        `write one of ${SCOPES.join(', ')}`,
      );
    const count = list(expression.values).length;
    if ((operator === 'In' || operator === 'NotIn') && count === 0)
      yield fault([...path, 'values'], `${operator} needs values`, 'write at least one');
    if ((operator === 'Exists' || operator === 'DoesNotExist') && count > 0)
      yield fault([...path, 'values'], `${operator} has no values`, 'remove them');
    if (
      scopeName !== 'PriorityClass' &&
      scopeName !== 'VolumeAttributesClass' &&
      typeof operator === 'string' &&
      operator !== 'Exists'
    )
      yield fault([...path, 'operator'], `${word(scopeName)} is for Exists`, 'write Exists');
  }
}

function* judge({ kind, value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  if (kind === 'ResourceQuota') yield* quotaFaults(spec);
  else yield* limitFaults(spec);
}

export const quota: Topic = {
  id: 'refused-quota',
  severity: 'error',
  summary: 'resources, scopes and bounds of ResourceQuotas and LimitRanges that no API server takes',
  breaks: 'The API server refuses the object: the namespace has no bound.',
  kinds: ['/ResourceQuota', '/LimitRange'],
  judge,
  failing: `apiVersion: v1
kind: LimitRange
metadata:
  name: shop
spec:
  limits:
    - type: Container
      default: { memory: 1Gi }
      max: { memory: 512Mi }
`,
  passing: `apiVersion: v1
kind: LimitRange
metadata:
  name: shop
spec:
  limits:
    - type: Container
      default: { memory: 256Mi }
      max: { memory: 512Mi }
`,
};
