import { at, fields, isFields, list, type Path } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { isEmptySelector, labelSelectorFaults, selects } from './selectors.ts';
import { fault } from './topic.ts';

const MOST_INDEXES = 100_000;

export function* jobFaults(
  spec: Readonly<Record<string, unknown>>,
  path: Path,
  isOfCronJob: boolean,
): Generator<Fault> {
  const indexed = spec.completionMode === 'Indexed';
  const { completions, parallelism } = spec;
  if (indexed && (completions === undefined || completions === null))
    yield fault([...path, 'completions'], 'an Indexed Job needs completions', 'write completions');
  if (
    indexed &&
    typeof completions === 'number' &&
    completions > MOST_INDEXES &&
    typeof parallelism === 'number' &&
    parallelism > 10_000
  )
    yield fault(
      [...path, 'completions'],
      `${completions} completions are too many`,
      `write ${MOST_INDEXES} or less`,
    );
  for (const field of ['backoffLimitPerIndex', 'successPolicy']) {
    if (spec[field] !== undefined && spec[field] !== null && !indexed)
      yield fault(
        [...path, field],
        'is for completionMode: Indexed',
        'remove it, or write completionMode: Indexed',
      );
  }
  if (
    spec.maxFailedIndexes !== undefined &&
    spec.maxFailedIndexes !== null &&
    typeof spec.backoffLimitPerIndex !== 'number'
  )
    yield fault(
      [...path, 'maxFailedIndexes'],
      'needs backoffLimitPerIndex beside it',
      'write backoffLimitPerIndex, or remove it',
    );
  if (
    typeof spec.maxFailedIndexes === 'number' &&
    typeof completions === 'number' &&
    spec.maxFailedIndexes > completions
  )
    yield fault([...path, 'maxFailedIndexes'], 'is more than completions', `write ${completions} or less`);
  for (const [index, rule] of list(at(spec, 'successPolicy', 'rules')).entries()) {
    const count = fields(rule).succeededCount;
    if (typeof count === 'number' && typeof completions === 'number' && count > completions)
      yield fault(
        [...path, 'successPolicy', 'rules', index, 'succeededCount'],
        `${count} is more than completions, which is ${completions}`,
        `write ${completions} or less`,
      );
  }
  yield* failurePolicy(spec, path, indexed);
  if (spec.podReplacementPolicy === 'TerminatingOrFailed' && isFields(spec.podFailurePolicy))
    yield fault(
      [...path, 'podReplacementPolicy'],
      'must be Failed beside a podFailurePolicy',
      'write Failed',
    );
  if (isOfCronJob && spec.manualSelector === true)
    yield fault([...path, 'manualSelector'], 'a CronJob chooses the selector itself', 'remove it');
  if (isOfCronJob && isFields(spec.selector))
    yield fault([...path, 'selector'], 'a CronJob chooses the selector itself', 'remove it');
  if (isOfCronJob || !isFields(spec.selector)) return;
  yield* labelSelectorFaults(spec.selector, [...path, 'selector']);
  if (spec.manualSelector !== true) {
    if (!isEmptySelector(spec.selector))
      yield fault(
        [...path, 'selector'],
        'a Job chooses the selector itself',
        'remove it, or write manualSelector: true',
      );
  } else if (!selects(spec.selector, fields(at(spec, 'template', 'metadata', 'labels'))))
    yield fault(
      [...path, 'selector'],
      'it does not select the pods of its own template',
      'write its labels in spec.template.metadata.labels',
    );
}

function* failurePolicy(
  spec: Readonly<Record<string, unknown>>,
  path: Path,
  indexed: boolean,
): Generator<Fault> {
  const policy = spec.podFailurePolicy;
  if (!isFields(policy)) return;
  if (at(spec, 'template', 'spec', 'restartPolicy') !== 'Never')
    yield fault(
      [...path, 'podFailurePolicy'],
      'is for pods with restartPolicy: Never',
      'write restartPolicy: Never in the template',
    );
  const names = new Set(
    ['containers', 'initContainers'].flatMap((kind) =>
      list(at(spec, 'template', 'spec', kind)).map((one) => fields(one).name),
    ),
  );
  if (list(policy.rules).length > 20)
    yield fault([...path, 'podFailurePolicy', 'rules'], 'more than 20 rules', 'keep 20 of them');
  for (const [index, rule] of list(policy.rules).entries()) {
    if (!isFields(rule)) continue;
    const own = [...path, 'podFailurePolicy', 'rules', index];
    const codes = isFields(rule.onExitCodes) ? rule.onExitCodes : undefined;
    const conditions = list(rule.onPodConditions).length > 0;
    if ((codes !== undefined) === conditions)
      yield fault(
        own,
        codes ? 'it has exit codes and conditions' : 'it says not when it is',
        'write exactly one of onExitCodes, onPodConditions',
      );
    if (rule.action === 'FailIndex' && spec.backoffLimitPerIndex === undefined)
      yield fault(
        [...own, 'action'],
        'FailIndex needs backoffLimitPerIndex',
        indexed ? 'write backoffLimitPerIndex' : 'write completionMode: Indexed and backoffLimitPerIndex',
      );
    if (!codes) continue;
    if (typeof codes.containerName === 'string' && !names.has(codes.containerName))
      yield fault(
        [...own, 'onExitCodes', 'containerName'],
        `the template has no container ${codes.containerName}`,
        'write the name of a container',
      );
    const values = list(codes.values);
    if (values.length === 0)
      yield fault([...own, 'onExitCodes', 'values'], 'it has no exit codes', 'write at least one');
    if (codes.operator === 'In' && values.includes(0))
      yield fault([...own, 'onExitCodes', 'values'], '0 is success', 'remove 0');
    const sorted = values.every(
      (value, position) => position === 0 || Number(values[position - 1]) < Number(value),
    );
    if (!sorted)
      yield fault(
        [...own, 'onExitCodes', 'values'],
        'the exit codes are not in order, or twice there',
        'write them in order',
      );
  }
}
