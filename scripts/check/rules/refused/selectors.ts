import { fields, isFields, list, type Path } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { labelValue, qualifiedName } from './forms.ts';
import { fault, word } from './topic.ts';

/** What is refused of a selector by labels (`matchLabels`, `matchExpressions`). */
export function* labelSelectorFaults(selector: unknown, path: Path): Generator<Fault> {
  if (!isFields(selector)) return;
  for (const [key, value] of Object.entries(fields(selector.matchLabels))) {
    const wanted = qualifiedName(key) ?? (typeof value === 'string' ? labelValue(value) : undefined);
    if (wanted)
      yield fault([...path, 'matchLabels', key], `${key}: ${word(value)} is no label`, `write ${wanted}`);
  }
  for (const [index, expression] of list(selector.matchExpressions).entries()) {
    if (isFields(expression)) yield* expressionFaults(expression, [...path, 'matchExpressions', index]);
  }
}

/** An operator with its values; the numbers of Gt and Lt too, which only nodes have. */
export function* expressionFaults(
  expression: Readonly<Record<string, unknown>>,
  path: Path,
): Generator<Fault> {
  const { key, operator } = expression;
  const values = list(expression.values);
  const wanted = typeof key === 'string' && key !== '' ? qualifiedName(key) : undefined;
  if (wanted) yield fault([...path, 'key'], `${JSON.stringify(key)} is no key of a label`, `write ${wanted}`);
  if ((operator === 'In' || operator === 'NotIn') && values.length === 0)
    yield fault([...path, 'values'], `${operator} needs values`, 'write at least one value');
  if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0)
    yield fault([...path, 'values'], `${operator} has no values`, 'remove them, or write In');
  if (operator === 'Gt' || operator === 'Lt') {
    if (values.length !== 1 || !/^-?\d+$/.test(String(values[0])))
      yield fault([...path, 'values'], `${operator} needs exactly one whole number`, 'write one, in quotes');
  } else {
    for (const [index, value] of values.entries()) {
      const form = typeof value === 'string' ? labelValue(value) : undefined;
      if (form)
        yield fault(
          [...path, 'values', index],
          `${JSON.stringify(value)} is no value of a label`,
          `write ${form}`,
        );
    }
  }
}

/** Whether a selector by labels chooses labels; true where it can't be told. */
export function selects(
  selector: Readonly<Record<string, unknown>>,
  labels: Readonly<Record<string, unknown>>,
): boolean {
  const plain = Object.entries(fields(selector.matchLabels)).every(([key, value]) => labels[key] === value);
  return (
    plain &&
    list(selector.matchExpressions).every((expression) => {
      if (!isFields(expression) || typeof expression.key !== 'string') return true;
      const own = labels[expression.key];
      switch (expression.operator) {
        case 'In':
          return own !== undefined && list(expression.values).includes(own);
        case 'NotIn':
          return own === undefined || !list(expression.values).includes(own);
        case 'Exists':
          return own !== undefined;
        case 'DoesNotExist':
          return own === undefined;
        default:
          return true;
      }
    })
  );
}

export function isEmptySelector(selector: Readonly<Record<string, unknown>>): boolean {
  return (
    Object.keys(fields(selector.matchLabels)).length === 0 && list(selector.matchExpressions).length === 0
  );
}
