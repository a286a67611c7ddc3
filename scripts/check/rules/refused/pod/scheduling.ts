import { OF_PODS } from '../../../../cluster-model/defaults/pods.ts';
import { at, fields, isFields, list, type Path, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { labelValue, qualifiedName } from '../forms.ts';
import { expressionFaults, labelSelectorFaults } from '../selectors.ts';
import { fault, type Judged, type Topic, word } from '../topic.ts';
import { POD_KINDS, podPlace } from './pod-place.ts';

export function* tolerationFaults(
  toleration: Readonly<Record<string, unknown>>,
  path: Path,
): Generator<Fault> {
  const key = text(toleration.key) ?? '';
  const operator = text(toleration.operator) ?? OF_PODS['tolerations[].operator'];
  if (key !== '') {
    const wanted = qualifiedName(key);
    if (wanted)
      yield fault([...path, 'key'], `${JSON.stringify(key)} is no key of a taint`, `write ${wanted}`);
  } else if (operator !== 'Exists')
    yield fault(
      [...path, 'operator'],
      'a toleration without a key is for every taint',
      'write operator: Exists, or a key',
    );
  if (operator === 'Exists' && typeof toleration.value === 'string' && toleration.value !== '')
    yield fault([...path, 'value'], 'Exists has no value', 'remove it, or write operator: Equal');
  const wanted =
    operator === 'Equal' && typeof toleration.value === 'string' ? labelValue(toleration.value) : undefined;
  if (wanted)
    yield fault(
      [...path, 'value'],
      `${JSON.stringify(toleration.value)} is no value of a taint`,
      `write ${wanted}`,
    );
  if (
    toleration.tolerationSeconds !== undefined &&
    toleration.tolerationSeconds !== null &&
    toleration.effect !== 'NoExecute'
  )
    yield fault(
      [...path, 'tolerationSeconds'],
      'only NoExecute ends after a time',
      'write effect: NoExecute, or remove it',
    );
}

/** What is refused of a term that chooses nodes. */
export function* nodeTerm(term: unknown, path: Path): Generator<Fault> {
  if (!isFields(term)) return;
  for (const kind of ['matchExpressions', 'matchFields']) {
    for (const [index, expression] of list(term[kind]).entries()) {
      if (isFields(expression)) yield* expressionFaults(expression, [...path, kind, index]);
    }
  }
}

function* podTerm(term: unknown, path: Path): Generator<Fault> {
  if (!isFields(term)) return;
  const { topologyKey } = term;
  if (topologyKey === undefined || topologyKey === '')
    yield fault(
      [...path, 'topologyKey'],
      'it has no topology',
      'write topologyKey, such as kubernetes.io/hostname',
    );
  else if (typeof topologyKey === 'string') {
    const wanted = qualifiedName(topologyKey);
    if (wanted)
      yield fault(
        [...path, 'topologyKey'],
        `${JSON.stringify(topologyKey)} is no label of a node`,
        `write ${wanted}`,
      );
  }
  yield* labelSelectorFaults(term.labelSelector, [...path, 'labelSelector']);
  yield* labelSelectorFaults(term.namespaceSelector, [...path, 'namespaceSelector']);
}

function* affinityFaults(affinity: unknown, path: Path): Generator<Fault> {
  const required = 'requiredDuringSchedulingIgnoredDuringExecution';
  const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
  const node = at(affinity, 'nodeAffinity');
  const terms = at(node, required, 'nodeSelectorTerms');
  if (isFields(at(node, required)) && list(terms).length === 0)
    yield fault(
      [...path, 'nodeAffinity', required, 'nodeSelectorTerms'],
      'it names no nodes',
      'write at least one term',
    );
  for (const [index, term] of list(terms).entries())
    yield* nodeTerm(term, [...path, 'nodeAffinity', required, 'nodeSelectorTerms', index]);
  for (const [index, term] of list(at(node, preferred)).entries())
    yield* nodeTerm(at(term, 'preference'), [...path, 'nodeAffinity', preferred, index, 'preference']);
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    const own = at(affinity, kind);
    for (const [index, term] of list(at(own, required)).entries())
      yield* podTerm(term, [...path, kind, required, index]);
    for (const [index, term] of list(at(own, preferred)).entries())
      yield* podTerm(at(term, 'podAffinityTerm'), [...path, kind, preferred, index, 'podAffinityTerm']);
  }
}

function* spreadFaults(constraints: unknown, path: Path): Generator<Fault> {
  const seen = new Set<string>();
  for (const [index, constraint] of list(constraints).entries()) {
    if (!isFields(constraint)) continue;
    const own = [...path, index];
    const { topologyKey, whenUnsatisfiable, minDomains } = constraint;
    const wanted =
      typeof topologyKey === 'string' && topologyKey !== '' ? qualifiedName(topologyKey) : undefined;
    if (wanted)
      yield fault(
        [...own, 'topologyKey'],
        `${JSON.stringify(topologyKey)} is no label of a node`,
        `write ${wanted}`,
      );
    const key = `${word(topologyKey)} ${word(whenUnsatisfiable)}`;
    if (seen.has(key)) yield fault(own, `two constraints are for ${key}`, 'keep one of them');
    seen.add(key);
    if (typeof minDomains === 'number' && whenUnsatisfiable === 'ScheduleAnyway')
      yield fault(
        [...own, 'minDomains'],
        'is for whenUnsatisfiable: DoNotSchedule',
        'remove it, or write DoNotSchedule',
      );
    yield* labelSelectorFaults(constraint.labelSelector, [...own, 'labelSelector']);
    const chosen = fields(fields(constraint.labelSelector).matchLabels);
    for (const [position, key] of list(constraint.matchLabelKeys).entries())
      if (typeof key === 'string' && Object.hasOwn(chosen, key))
        yield fault(
          [...own, 'matchLabelKeys', position],
          `${key} is in labelSelector as well`,
          'keep one of them',
        );
    if (list(constraint.matchLabelKeys).length > 0 && !isFields(constraint.labelSelector))
      yield fault([...own, 'matchLabelKeys'], 'needs a labelSelector beside it', 'write labelSelector');
  }
}

function* judge(object: Judged): Generator<Fault> {
  const pod = podPlace(object);
  if (!pod) return;
  const { spec, path } = pod;
  for (const [index, toleration] of list(spec.tolerations).entries()) {
    if (isFields(toleration)) yield* tolerationFaults(toleration, [...path, 'tolerations', index]);
  }
  yield* affinityFaults(spec.affinity, [...path, 'affinity']);
  yield* spreadFaults(spec.topologySpreadConstraints, [...path, 'topologySpreadConstraints']);
  for (const [key, value] of Object.entries(fields(spec.nodeSelector))) {
    const wanted = qualifiedName(key) ?? (typeof value === 'string' ? labelValue(value) : undefined);
    if (wanted)
      yield fault([...path, 'nodeSelector', key], `${key}: ${word(value)} is no label`, `write ${wanted}`);
  }
  for (const [index, gate] of list(spec.schedulingGates).entries()) {
    const name = text(fields(gate).name);
    const wanted = name === undefined ? undefined : qualifiedName(name);
    if (wanted)
      yield fault(
        [...path, 'schedulingGates', index, 'name'],
        `${JSON.stringify(name)} is no gate`,
        `write ${wanted}`,
      );
  }
}

export const scheduling: Topic = {
  id: 'refused-scheduling',
  severity: 'error',
  summary: 'tolerations, affinities and spreads that no API server takes',
  breaks: 'The API server refuses the workload: nothing of it starts.',
  kinds: POD_KINDS,
  judge,
  failing: `apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - { name: shop, image: 'shop:1.2.3' }
  tolerations:
    - { key: spot, operator: Exists, value: 'true' }
`,
  passing: `apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - { name: shop, image: 'shop:1.2.3' }
  tolerations:
    - { key: spot, operator: Equal, value: 'true' }
`,
};
