import type { ErrorObject } from 'ajv';

/** One place of an object that its schema refuses. */
export interface SchemaViolation {
  /** Such as `spec.template.spec.containers[0].image`; empty for the object itself. */
  readonly path: string;
  /** What is wrong there, to be read after the path. */
  readonly message: string;
}

/** ajv's errors in the words of the field; of alternatives that all fail, only that none fits. */
export function explain(errors: readonly ErrorObject[]): SchemaViolation[] {
  const alternatives = errors.filter((error) => error.keyword === 'anyOf' || error.keyword === 'oneOf');
  return errors
    .filter((error) => !alternatives.some((outer) => isInside(error, outer)))
    .map((error) => ({ path: pathOf(error.instancePath), message: messageOf(error) }));
}

function isInside(error: ErrorObject, outer: ErrorObject): boolean {
  return error !== outer && error.schemaPath.startsWith(`${outer.schemaPath}/`);
}

function pathOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, part) => {
      if (/^\d+$/.test(part)) return `${path}[${part}]`;
      return path === '' ? part : `${path}.${part}`;
    }, '');
}

function messageOf({ keyword, params, data, message }: ErrorObject): string {
  switch (keyword) {
    case 'additionalProperties':
      return `has no field ${JSON.stringify(params.additionalProperty)}`;
    case 'required':
      return `lacks the field ${JSON.stringify(params.missingProperty)}`;
    case 'enum':
      return `must be one of ${JSON.stringify(params.allowedValues)}, found ${shown(data)}`;
    case 'anyOf':
    case 'oneOf':
      return `fits none or too many of its alternatives, found ${shown(data)}`;
    default:
      return `${message ?? 'is invalid'}, found ${shown(data)}`;
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
