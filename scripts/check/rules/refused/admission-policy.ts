import { at, fields, isFields, list } from '../../state/read.ts';
import { conditionFaults, expressionFaults, ruleFaults } from './admission-parts.ts';
import type { Fault } from './fault.ts';
import { dnsSubdomain } from './forms.ts';
import { labelSelectorFaults } from './selectors.ts';
import { fault } from './topic.ts';

export function* policyFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const path = ['spec'];
  yield* ruleFaults(at(spec, 'matchConstraints', 'resourceRules'), [
    ...path,
    'matchConstraints',
    'resourceRules',
  ]);
  if (list(at(spec, 'matchConstraints', 'resourceRules')).length === 0)
    yield fault([...path, 'matchConstraints', 'resourceRules'], 'it matches nothing', 'write resourceRules');
  if (list(spec.validations).length === 0 && list(spec.auditAnnotations).length === 0)
    yield fault([...path, 'validations'], 'it demands nothing', 'write validations or auditAnnotations');
  yield* conditionFaults(spec.matchConditions, [...path, 'matchConditions']);
  for (const [index, variable] of list(spec.variables).entries()) {
    const { name, expression } = fields(variable);
    if (typeof name === 'string' && !/^[_a-zA-Z][_a-zA-Z0-9]*$/.test(name))
      yield fault(
        [...path, 'variables', index, 'name'],
        `${JSON.stringify(name)} is no name in CEL`,
        'write letters, digits and underscores',
      );
    yield* expressionFaults(expression, [...path, 'variables', index, 'expression']);
  }
  for (const [index, validation] of list(spec.validations).entries()) {
    yield* expressionFaults(fields(validation).expression, [...path, 'validations', index, 'expression']);
    yield* expressionFaults(fields(validation).messageExpression, [
      ...path,
      'validations',
      index,
      'messageExpression',
    ]);
  }
  const named = new Set(list(spec.variables).map((variable) => fields(variable).name));
  for (const [index, validation] of list(spec.validations).entries()) {
    const { expression } = fields(validation);
    for (const [, name = ''] of typeof expression === 'string'
      ? expression.matchAll(/\bvariables\.(\w+)/g)
      : []) {
      if (!named.has(name))
        yield fault(
          [...path, 'validations', index, 'expression'],
          `the policy has no variable ${name}`,
          'add it to variables, or write the name of one',
        );
    }
  }
  if (isFields(spec.paramKind)) {
    for (const field of ['apiVersion', 'kind'])
      if (typeof spec.paramKind[field] !== 'string' || spec.paramKind[field] === '')
        yield fault([...path, 'paramKind', field], 'the parameters have no kind', `write ${field}`);
  }
  for (const [index, annotation] of list(spec.auditAnnotations).entries())
    yield* expressionFaults(fields(annotation).valueExpression, [
      ...path,
      'auditAnnotations',
      index,
      'valueExpression',
    ]);
}

export function* bindingFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const actions = list(spec.validationActions);
  if (actions.length === 0)
    yield fault(['spec', 'validationActions'], 'it does nothing', 'write Deny, Warn or Audit');
  if (actions.includes('Deny') && actions.includes('Warn'))
    yield fault(['spec', 'validationActions'], 'Deny tells it already', 'remove Warn');
  if (typeof spec.policyName !== 'string' || spec.policyName === '')
    yield fault(['spec', 'policyName'], 'it names no policy', 'write policyName');
  else if (dnsSubdomain(spec.policyName))
    yield fault(
      ['spec', 'policyName'],
      `${JSON.stringify(spec.policyName)} is no name of a policy`,
      'write the name of a ValidatingAdmissionPolicy',
    );
  if (new Set(actions).size < actions.length)
    yield fault(['spec', 'validationActions'], 'an action is there twice', 'keep one of them');
  const { matchResources, paramRef } = spec;
  if (isFields(paramRef)) {
    if (typeof paramRef.name === 'string' && isFields(paramRef.selector))
      yield fault(['spec', 'paramRef', 'selector'], 'stands beside name', 'keep one of them');
    if (paramRef.parameterNotFoundAction === undefined)
      yield fault(
        ['spec', 'paramRef', 'parameterNotFoundAction'],
        'it says not what happens without parameters',
        'write Deny or Allow',
      );
  }
  for (const kind of ['resourceRules', 'excludeResourceRules'])
    yield* ruleFaults(at(matchResources, kind), ['spec', 'matchResources', kind]);
  for (const kind of ['namespaceSelector', 'objectSelector'])
    yield* labelSelectorFaults(at(matchResources, kind), ['spec', 'matchResources', kind]);
}
