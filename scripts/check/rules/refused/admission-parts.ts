import { program, undeclared } from '../../cel/environment.ts';
import { isFields, list, type Path } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { qualifiedName } from './forms.ts';
import { fault, word } from './topic.ts';

export function* expressionFaults(expression: unknown, path: Path): Generator<Fault> {
  if (typeof expression !== 'string') return;
  const syntax = program(expression).syntax;
  if (expression.trim() === '') yield fault(path, 'the expression is empty', 'write it in CEL');
  else if (syntax !== undefined)
    yield fault(path, `the expression is no CEL: ${syntax}`, 'write it so that it can be read');
  else {
    const unknown = undeclared(expression);
    if (unknown !== undefined)
      yield fault(
        path,
        `the expression reads ${unknown}, which nobody gives it`,
        'write object, oldObject, request, params, namespaceObject or variables',
      );
  }
}

export function* conditionFaults(conditions: unknown, path: Path): Generator<Fault> {
  const names = new Set<unknown>();
  if (list(conditions).length > 64) yield fault(path, 'more than 64 conditions', 'keep 64 of them');
  for (const [index, condition] of list(conditions).entries()) {
    if (!isFields(condition)) continue;
    const { name } = condition;
    if (typeof name === 'string' && name !== '' && qualifiedName(name))
      yield fault(
        [...path, index, 'name'],
        `${JSON.stringify(name)} is no name`,
        'write one such as not-a-lease',
      );
    if (names.has(name))
      yield fault([...path, index, 'name'], `two conditions are called ${word(name)}`, 'write another name');
    names.add(name);
    yield* expressionFaults(condition.expression, [...path, index, 'expression']);
  }
}

export function* ruleFaults(rules: unknown, path: Path): Generator<Fault> {
  for (const [index, rule] of list(rules).entries()) {
    if (!isFields(rule)) continue;
    for (const field of ['apiGroups', 'apiVersions', 'resources', 'operations']) {
      const values = list(rule[field]);
      if (values.length === 0) yield fault([...path, index, field], `it names no ${field}`, `write ${field}`);
      if (field !== 'resources' && values.includes('*') && values.length > 1)
        yield fault([...path, index, field], '* stands by itself', 'write * alone, or the others');
    }
    const resources = list(rule.resources).map(String);
    if (resources.includes('*/*') && resources.length > 1)
      yield fault([...path, index, 'resources'], '*/* stands by itself', 'write */* alone');
  }
}
