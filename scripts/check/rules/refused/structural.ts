import { program } from '../../cel/environment.ts';
import { fields, isFields, list, type Path, text } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { fault } from './topic.ts';

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
  if (schema['x-kubernetes-list-type'] === 'map' && list(schema['x-kubernetes-list-map-keys']).length === 0)
    yield fault(
      [...path, 'x-kubernetes-list-map-keys'],
      'a list as a map needs keys',
      'write x-kubernetes-list-map-keys',
    );
  for (const [index, rule] of list(schema['x-kubernetes-validations']).entries()) {
    const expression = text(fields(rule).rule);
    const syntax = expression === undefined ? undefined : program(expression).syntax;
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
