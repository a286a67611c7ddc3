import { program } from '../../cel/environment.ts';
import { fields, isFields, list, type Path, text } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { fault, word } from './topic.ts';

const TYPES = ['object', 'array', 'string', 'integer', 'number', 'boolean'];

/** A schema of which the API server can make objects: each value has a type, and values only restrict. */
export function* structuralFaults(
  schema: Readonly<Record<string, unknown>>,
  path: Path,
  isRoot = false,
): Generator<Fault> {
  const { type } = schema;
  const free =
    schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (type === undefined || type === '') {
    if (!free)
      yield fault(
        [...path, 'type'],
        'a value needs a type',
        `write type: ${isFields(schema.properties) ? 'object' : isFields(schema.items) ? 'array' : 'string'}`,
      );
  } else if (typeof type === 'string' && !TYPES.includes(type))
    yield fault([...path, 'type'], `there is no type ${type}`, `write one of ${TYPES.join(', ')}`);
  if (isRoot && type !== undefined && type !== 'object')
    yield fault([...path, 'type'], 'an object is an object', 'write object');
  if (isFields(schema.properties) && isFields(schema.additionalProperties))
    yield fault([...path, 'additionalProperties'], 'stands beside properties', 'keep one of them');
  if (schema.additionalProperties === false)
    yield fault(
      [...path, 'additionalProperties'],
      'false is not needed: other fields are dropped',
      'remove it',
    );
  if (type === 'array' && !isFields(schema.items))
    yield fault([...path, 'items'], 'a list needs items', 'write items');
  if (schema.uniqueItems === true)
    yield fault([...path, 'uniqueItems'], 'must not be true', 'write x-kubernetes-list-type: set');
  for (const keyword of [
    'dependencies',
    'definitions',
    'patternProperties',
    'additionalItems',
    'id',
    '$schema',
  ])
    if (schema[keyword] !== undefined) yield fault([...path, keyword], 'is not read', 'remove it');
  yield* listFaults(schema, path);
  if (typeof schema.$ref === 'string')
    yield fault([...path, '$ref'], 'references are not read', 'write the schema itself');
  if (schema.nullable === true && isRoot)
    yield fault([...path, 'nullable'], 'an object is never null', 'remove it');
  const properties = fields(schema.properties);
  for (const [index, name] of list(schema.required).entries())
    if (
      typeof name === 'string' &&
      isFields(schema.properties) &&
      !Object.hasOwn(properties, name) &&
      !isRoot
    )
      yield fault(
        [...path, 'required', index],
        `there is no field ${name}, so no object is ever accepted`,
        'write the name of a field',
        'warning',
      );
  for (const [index, rule] of list(schema['x-kubernetes-validations']).entries()) {
    const expression = text(fields(rule).rule);
    const syntax = expression === undefined ? undefined : program(expression).syntax;
    if (expression !== undefined && syntax === undefined)
      yield* ruleFaults(expression, schema, [...path, 'x-kubernetes-validations', index, 'rule'], isRoot);
    if (syntax !== undefined)
      yield fault(
        [...path, 'x-kubernetes-validations', index, 'rule'],
        `the rule is no CEL: ${syntax}`,
        'write it so that it can be read',
      );
  }
  for (const [name, property] of Object.entries(properties)) {
    const ofEveryObject = isRoot && (name === 'metadata' || name === 'apiVersion' || name === 'kind');
    if (isFields(property) && !ofEveryObject)
      yield* structuralFaults(property, [...path, 'properties', name]);
  }
  if (isFields(schema.items)) yield* structuralFaults(schema.items, [...path, 'items']);
  if (isFields(schema.additionalProperties))
    yield* structuralFaults(schema.additionalProperties, [...path, 'additionalProperties']);
}

/** A list as a map or a set. */
function* listFaults(schema: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const kind = schema['x-kubernetes-list-type'];
  const keys = list(schema['x-kubernetes-list-map-keys']);
  const place = [...path, 'x-kubernetes-list-map-keys'];
  if (kind !== undefined && schema.type !== 'array')
    yield fault([...path, 'x-kubernetes-list-type'], 'is for a list', 'write type: array, or remove it');
  if (kind !== undefined && !['atomic', 'set', 'map'].includes(word(kind)))
    yield fault(
      [...path, 'x-kubernetes-list-type'],
      `there is no list of type ${word(kind)}`,
      'write atomic, set or map',
    );
  if (kind === 'map' && keys.length === 0)
    yield fault(place, 'a list as a map needs keys', 'write x-kubernetes-list-map-keys');
  if (kind !== 'map' && keys.length > 0)
    yield fault(place, 'keys are for a list as a map', 'write x-kubernetes-list-type: map');
  if (new Set(keys).size < keys.length) yield fault(place, 'a key is there twice', 'keep one of them');
  const items = fields(schema.items);
  const properties = fields(items.properties);
  for (const [index, key] of keys.entries()) {
    if (typeof key !== 'string' || !isFields(schema.items)) continue;
    if (!Object.hasOwn(properties, key))
      yield fault([...place, index], `items have no field ${key}`, 'write the name of a field of the items');
    else if (!list(items.required).includes(key) && fields(properties[key]).default === undefined)
      yield fault(
        [...place, index],
        `${key} may be missing, and is a key`,
        `add ${key} to required of the items, or give it a default`,
      );
  }
}

/** Fields that a rule reads of the value it stands at, and that are not there: the API server does not compile it. */
function* ruleFaults(
  rule: string,
  schema: Readonly<Record<string, unknown>>,
  path: Path,
  isRoot: boolean,
): Generator<Fault> {
  if (!isFields(schema.properties) || schema['x-kubernetes-preserve-unknown-fields'] === true) return;
  const ofEveryObject =
    isRoot || schema['x-kubernetes-embedded-resource'] === true ? ['apiVersion', 'kind', 'metadata'] : [];
  for (const [, name = ''] of rule.replace(/"[^"]*"|'[^']*'/g, '').matchAll(/\bself\.(\w+)(?!\w*\s*\()/g)) {
    if (
      name.startsWith('__') ||
      name.includes('__') ||
      Object.hasOwn(schema.properties, name) ||
      ofEveryObject.includes(name)
    )
      continue;
    yield fault(path, `the rule reads self.${name}, and there is no such field`, 'write the name of a field');
  }
}
