import type { Labels } from '../../cluster-model/objects/fields.ts';
import { containsLabels } from '../../cluster-model/objects/selector.ts';
import { at, isFields, list, text, textAt, textsAt } from './read.ts';

/** Whether a LabelSelector as it was written matches some labels; an empty one matches all, none at all matches nothing. */
export function selects(selector: unknown, labels: Labels): boolean {
  if (!isFields(selector)) return false;
  return (
    containsLabels(labels, textsAt(selector, 'matchLabels')) &&
    list(at(selector, 'matchExpressions')).every((expression) => fulfils(expression, labels))
  );
}

function fulfils(expression: unknown, labels: Labels): boolean {
  const key = textAt(expression, 'key') ?? '';
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  const values = list(at(expression, 'values')).flatMap((each) => text(each) ?? []);
  switch (textAt(expression, 'operator')) {
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    default:
      return true;
  }
}

/** Whether a selector asks for nothing, so that everything is selected. */
export function isEmptySelector(selector: unknown): boolean {
  return (
    isFields(selector) &&
    Object.keys(textsAt(selector, 'matchLabels')).length === 0 &&
    list(at(selector, 'matchExpressions')).length === 0
  );
}

/** A selector in a line, such as `app=web,tier in (a, b)`. */
export function selectorText(selector: unknown): string {
  const wanted = Object.entries(textsAt(selector, 'matchLabels')).map(([key, value]) => `${key}=${value}`);
  const expressions = list(at(selector, 'matchExpressions')).map((each) => {
    const values = list(at(each, 'values')).join(', ');
    return `${textAt(each, 'key') ?? ''} ${textAt(each, 'operator') ?? ''}${values === '' ? '' : ` (${values})`}`;
  });
  return [...wanted, ...expressions].join(',');
}
