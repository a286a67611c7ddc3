import type { Fault } from '../rules/refused/fault.ts';
import { isFields, type Path } from '../state/read.ts';
import type { SchemaNode } from './node.ts';
import { judgeScalar, typeFault } from './scalars.ts';

/** What the combinations beside a schema (`oneOf` and its like) refuse. */
export function* alternativeFaults(node: SchemaNode, value: unknown, path: Path): Generator<Fault> {
  for (const part of node.alternatives('allOf')) {
    if (!fits(part, value)) {
      yield* alternativeFaults(part, value, path);
      if (fitsOwn(part, value)) continue;
      const missing = part.required.filter((name) => isFields(value) && value[name] === undefined);
      yield missing.length > 0
        ? { path, message: `lacks ${missing.join(' and ')}`, fix: `write ${missing.join(' and ')}` }
        : { path, message: 'breaks a condition of its schema', fix: 'write what the schema asks for' };
    }
  }
  const any = node.alternatives('anyOf');
  if (any.length > 0 && !any.some((part) => fits(part, value))) yield noneFits(any, path, 'at least one');
  const one = node.alternatives('oneOf');
  const fitting = one.filter((part) => fits(part, value)).length;
  if (one.length > 0 && fitting !== 1) {
    yield fitting === 0
      ? noneFits(one, path, 'exactly one')
      : {
          path,
          message: `has ${namesOf(one)} side by side, of which only one is allowed`,
          fix: 'keep one of them',
        };
  }
  const { not } = node;
  if (not && fits(not, value)) {
    yield { path, message: `has ${namesOf([not])}, which is not allowed here`, fix: 'remove it' };
  }
}

function noneFits(parts: readonly SchemaNode[], path: Path, many: string): Fault {
  const names = namesOf(parts);
  return names === ''
    ? { path, message: 'fits none of its alternatives', fix: 'write one of the alternatives of its schema' }
    : { path, message: `needs ${many} of ${names}`, fix: `write ${many} of ${names}` };
}

function namesOf(parts: readonly SchemaNode[]): string {
  const names = parts.flatMap((part) => [
    ...part.required,
    ...part.alternatives('anyOf').flatMap((nested) => nested.required),
  ]);
  return [...new Set(names)].join(', ');
}

function fits(node: SchemaNode, value: unknown): boolean {
  return fitsOwn(node, value) && alternativeFaults(node, value, []).next().done === true;
}

function fitsOwn(node: SchemaNode, value: unknown): boolean {
  if (typeFault(node, value, [], false)) return false;
  if (node.enumerated && !node.enumerated.includes(value)) return false;
  if (judgeScalar(node, value, []).next().done !== true) return false;
  if (Array.isArray(value)) {
    const { items } = node;
    const [least, most] = [node.bound('minItems'), node.bound('maxItems')];
    if ((least !== undefined && value.length < least) || (most !== undefined && value.length > most))
      return false;
    return items === undefined || value.every((item) => fits(items, item));
  }
  if (!isFields(value)) return true;
  const absent = (name: string): boolean => value[name] === undefined || value[name] === null;
  if (node.required.some(absent)) return false;
  return Object.keys(node.properties).every((name) => {
    const property = node.property(name);
    return property === undefined || absent(name) || fits(property, value[name]);
  });
}
