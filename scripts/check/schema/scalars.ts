import type { Fault } from '../rules/refused/fault.ts';
import type { Path } from '../state/read.ts';
import { LIMITS } from './built-in-limits.ts';
import { wrongFormat } from './formats.ts';
import type { SchemaNode } from './node.ts';
import { goPattern } from './patterns.ts';
import { isQuantity } from './quantity.ts';

const LARGEST_INT32 = 2 ** 31 - 1;

/** A value as it is shown to people. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

const NAMES: Readonly<Record<string, string>> = {
  object: 'fields',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

/** A value of another type than the schema's; nothing where it fits. */
export function typeFault(node: SchemaNode, value: unknown, path: Path, builtIn: boolean): Fault | undefined {
  if (builtIn && node.name === 'Quantity') {
    return isQuantity(value)
      ? undefined
      : {
          path,
          message: `is ${shown(value)}, which is no quantity`,
          fix: 'write a quantity such as 500m, 2, 128Mi or 1Gi',
        };
  }
  if (node.intOrString) {
    const fits = typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value));
    return fits ? undefined : wrongType(value, path, 'a whole number or a text', builtIn);
  }
  const { type } = node;
  if (type === undefined || fitsType(type, value)) return undefined;
  return wrongType(value, path, NAMES[type] ?? type, builtIn, type);
}

function wrongType(value: unknown, path: Path, wanted: string, _builtIn: boolean, type?: string): Fault {
  const quoted = type === 'string' && (typeof value === 'number' || typeof value === 'boolean');
  const unquoted =
    typeof value === 'string' &&
    ((type === 'boolean' && /^(?:true|false)$/i.test(value)) ||
      ((type === 'integer' || type === 'number') && /^-?\d+(?:\.\d+)?$/.test(value)));
  const fix = quoted
    ? `write it in quotes: ${JSON.stringify(String(value))}`
    : unquoted
      ? `write it without quotes: ${value.toLowerCase()}`
      : `write ${wanted}`;
  return { path, message: `is ${shown(value)}, and must be ${wanted}`, fix };
}

function fitsType(type: string, value: unknown): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint';
    case 'string':
      return typeof value === 'string' || value instanceof Date;
    case 'boolean':
      return typeof value === 'boolean';
    default:
      return true;
  }
}

/** Bounds, lengths, patterns and formats of a text or a number. */
export function* judgeScalar(node: SchemaNode, value: unknown, path: Path): Generator<Fault> {
  if (typeof value === 'number') yield* judgeNumber(node, value, path);
  if (typeof value === 'string') yield* judgeText(node, value, path);
}

function* judgeNumber(node: SchemaNode, value: number, path: Path): Generator<Fault> {
  const [least, most] = [node.bound('minimum'), node.bound('maximum')];
  const low = least !== undefined && (node.schema.exclusiveMinimum === true ? value <= least : value < least);
  const high = most !== undefined && (node.schema.exclusiveMaximum === true ? value >= most : value > most);
  if (low) yield { path, message: `is ${value}, which is less than ${least}`, fix: `write ${least} or more` };
  if (high) yield { path, message: `is ${value}, which is more than ${most}`, fix: `write ${most} or less` };
  const multiple = node.bound('multipleOf');
  if (multiple !== undefined && multiple !== 0 && value % multiple !== 0)
    yield {
      path,
      message: `is ${value}, and must be a multiple of ${multiple}`,
      fix: `write a multiple of ${multiple}`,
    };
  if (node.format === 'int32' && Math.abs(value) > LARGEST_INT32)
    yield {
      path,
      message: `is ${value}, which does not fit into 32 bits`,
      fix: `write ${LARGEST_INT32} or less`,
    };
}

function* judgeText(node: SchemaNode, value: string, path: Path): Generator<Fault> {
  const [least, most] = [node.bound('minLength'), node.bound('maxLength')];
  const length = least === undefined && most === undefined ? 0 : [...value].length;
  if (least !== undefined && length < least)
    yield {
      path,
      message: least === 1 ? 'is empty, and must not be' : `is shorter than ${least} characters`,
      fix: `write ${least} character(s) or more`,
    };
  if (most !== undefined && length > most)
    yield {
      path,
      message: `has ${length} characters, and may have ${most}`,
      fix: `write ${most} characters or less`,
    };
  if (node.pattern !== undefined && goPattern(node.pattern)?.(value) === false)
    yield {
      path,
      message: `is ${shown(value)}, which does not fit the pattern ${node.pattern}`,
      fix: 'write a value that fits the pattern',
    };
  const wanted = node.format === undefined ? undefined : wrongFormat(node.format, value);
  if (wanted !== undefined)
    yield { path, message: `is ${shown(value)}, which is not ${wanted}`, fix: `write ${wanted}` };
}

/** Whether it is one of a list, of which each counts. */
function isItem(path: Path): boolean {
  return typeof path.at(-1) === 'number';
}

/** Values that Go's types of Kubernetes allow and its OpenAPI document doesn't list. */
export function* limitFaults(owner: string, key: string, value: unknown, path: Path): Generator<Fault> {
  const limit = LIMITS[`${owner}.${key}`];
  if (limit === undefined) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* limitFaults(owner, key, item, [...path, index]);
    return;
  }
  // An empty text is none, and the default counts.
  if (
    limit.values &&
    typeof value === 'string' &&
    (value !== '' || isItem(path)) &&
    !limit.values.includes(value)
  ) {
    const close = limit.values.find((one) => one.toLowerCase() === value.toLowerCase());
    yield {
      path,
      message: `is ${shown(value)}, which is none of the values it may have`,
      fix: close ? `write ${close}` : `write one of ${limit.values.join(', ')}`,
    };
  }
  if (typeof value !== 'number') return;
  if (limit.least !== undefined && value < limit.least)
    yield {
      path,
      message: `is ${value}, which is less than ${limit.least}`,
      fix: `write ${limit.least} or more`,
    };
  if (limit.most !== undefined && value > limit.most)
    yield {
      path,
      message: `is ${value}, which is more than ${limit.most}`,
      fix: `write ${limit.most} or less`,
    };
}
