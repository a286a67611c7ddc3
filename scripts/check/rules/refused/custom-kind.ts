import { program } from '../../cel/environment.ts';
import { at, fields, isFields, list, type Path, text } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { dnsSubdomain, serviceName } from './forms.ts';
import { fault, type Judged, type Topic, word } from './topic.ts';

function* nameFaults(name: string, spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const { group } = spec;
  const names = fields(spec.names);
  const plural = text(names.plural);
  if (typeof group === 'string' && group !== '' && (dnsSubdomain(group) || !group.includes('.')))
    yield fault(
      ['spec', 'group'],
      `${JSON.stringify(group)} is no group`,
      'write one with a domain, such as shop.example.org',
    );
  if (plural !== undefined && typeof group === 'string' && name !== '' && name !== `${plural}.${group}`)
    yield fault(
      ['metadata', 'name'],
      'the name must be the plural and the group',
      `write ${plural}.${group}`,
    );
  for (const field of ['plural', 'singular']) {
    const own = text(names[field]);
    if (own !== undefined && own !== '' && serviceName(own))
      yield fault(
        ['spec', 'names', field],
        `${JSON.stringify(own)} is no name of a resource`,
        'write it in lower case',
      );
  }
  for (const field of ['kind', 'listKind']) {
    const own = text(names[field]);
    if (own !== undefined && own !== '' && serviceName(own.toLowerCase()))
      yield fault(
        ['spec', 'names', field],
        `${JSON.stringify(own)} is no name of a kind`,
        'write letters and digits',
      );
  }
}

function* versionFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const versions = list(spec.versions).filter(isFields);
  const stored = versions.filter((version) => version.storage === true).length;
  if (versions.length === 0) yield fault(['spec', 'versions'], 'it has no version', 'write at least one');
  else if (stored !== 1)
    yield fault(
      ['spec', 'versions'],
      stored === 0 ? 'no version is stored' : `${stored} versions are stored`,
      'write storage: true for exactly one',
    );
  const names = new Set<unknown>();
  for (const [index, version] of list(spec.versions).entries()) {
    if (!isFields(version)) continue;
    const path = ['spec', 'versions', index];
    if (names.has(version.name))
      yield fault([...path, 'name'], `two versions are called ${word(version.name)}`, 'write another name');
    names.add(version.name);
    if (typeof version.name === 'string' && serviceName(version.name))
      yield fault([...path, 'name'], `${JSON.stringify(version.name)} is no version`, 'write one such as v1');
    const schema = at(version, 'schema', 'openAPIV3Schema');
    if (!isFields(schema))
      yield fault(
        [...path, 'schema', 'openAPIV3Schema'],
        'a version needs a schema',
        'write openAPIV3Schema',
      );
    else yield* structuralFaults(schema, [...path, 'schema', 'openAPIV3Schema'], true);
    for (const [position, column] of list(version.additionalPrinterColumns).entries()) {
      const own = text(fields(column).jsonPath);
      if (own !== undefined && !own.startsWith('.'))
        yield fault(
          [...path, 'additionalPrinterColumns', position, 'jsonPath'],
          `${own} is no path`,
          `write .${own}`,
        );
    }
  }
  const conversion = fields(spec.conversion);
  if (conversion.strategy === 'Webhook' && !isFields(conversion.webhook))
    yield fault(['spec', 'conversion', 'webhook'], 'the strategy Webhook needs one', 'write webhook');
  if (conversion.strategy !== 'Webhook' && isFields(conversion.webhook))
    yield fault(['spec', 'conversion', 'webhook'], 'is for the strategy Webhook', 'remove it');
  if (spec.preserveUnknownFields === true)
    yield fault(
      ['spec', 'preserveUnknownFields'],
      'must be false',
      'write x-kubernetes-preserve-unknown-fields in the schema',
    );
}

const TYPES = ['object', 'array', 'string', 'integer', 'number', 'boolean'];

/** A schema of which the API server can make objects: each value has a type, and values only restrict. */
function* structuralFaults(
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

function* judge({ apiVersion, name, value }: Judged): Generator<Fault> {
  if (apiVersion !== 'apiextensions.k8s.io/v1') return;
  const spec = fields(value.spec);
  yield* nameFaults(name, spec);
  yield* versionFaults(spec);
}

export const customKind: Topic = {
  id: 'refused-custom-kind',
  severity: 'error',
  summary: 'CustomResourceDefinitions that no API server takes',
  breaks: 'The API server refuses the definition, and every object of its kind.',
  kinds: ['apiextensions.k8s.io/CustomResourceDefinition'],
  judge,
  failing: `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: order.shop.example.org
spec:
  group: shop.example.org
  scope: Namespaced
  names: { kind: Order, plural: orders }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema: { type: object }
`,
  passing: `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: orders.shop.example.org
spec:
  group: shop.example.org
  scope: Namespaced
  names: { kind: Order, plural: orders }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema: { type: object }
`,
};
