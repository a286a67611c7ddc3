import { isRecord } from './record.ts';
import {
  ANY,
  either,
  type MapShape,
  mapOf,
  type PlainType,
  type ValueField,
  type ValueShape,
} from './value-shape.ts';

type Schema = Readonly<Record<string, unknown>>;

const PLAIN: Readonly<Record<string, PlainType>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
};

/** What a chart's `values.schema.json` says, added to what its defaults and templates show. */
export function withSchema(root: Schema, derived: ValueShape): ValueShape {
  return withPart(root, derived, root, []);
}

function withPart(
  schema: unknown,
  derived: ValueShape | undefined,
  root: Schema,
  around: readonly string[],
): ValueShape {
  if (!isRecord(schema)) return derived ?? ANY;
  const { $ref: reference } = schema;
  if (typeof reference === 'string') {
    const target = around.includes(reference) ? undefined : resolved(root, reference);
    return target === undefined ? (derived ?? ANY) : withPart(target, derived, root, [...around, reference]);
  }
  const choices = Array.isArray(schema.enum) ? schema.enum : 'const' in schema ? [schema.const] : undefined;
  if (choices !== undefined) return choiceOf(choices);
  const parts = [schema.oneOf, schema.anyOf].find((list) => Array.isArray(list));
  if (Array.isArray(parts) && !('properties' in schema)) {
    const kinds = parts.filter((part) => isRecord(part) && !saysNothing(part));
    if (kinds.length > 0) return either(kinds.map((part) => withPart(part, derived, root, around)));
  }
  const types = typesOf(schema);
  if (types.length === 0) return derived ?? ANY;
  return either(types.map((type) => withType(type, schema, derived, root, around)));
}

function withType(
  type: string,
  schema: Schema,
  derived: ValueShape | undefined,
  root: Schema,
  around: readonly string[],
): ValueShape {
  const known = alternatives(derived);
  const plain = PLAIN[type];
  if (plain !== undefined) return { is: 'plain', types: [plain] };
  if (type === 'array') {
    const list = known.find((shape) => shape.is === 'list');
    return { is: 'list', of: withPart(schema.items, list?.of, root, around) };
  }
  const map = known.find((shape) => shape.is === 'map');
  return withFields(
    schema,
    map,
    known.some(({ is }) => is === 'any'),
    root,
    around,
  );
}

/** Helm refuses keys that a schema closes out; about all others the chart's templates decide. */
function withFields(
  schema: Schema,
  derived: MapShape | undefined,
  isOpen: boolean,
  root: Schema,
  around: readonly string[],
): ValueShape {
  const properties = isRecord(schema.properties) ? schema.properties : {};
  const patterns = isRecord(schema.patternProperties) ? Object.values(schema.patternProperties) : [];
  const closed = schema.additionalProperties === false && patterns.length === 0;
  const names = new Set([...Object.keys(properties), ...(closed ? [] : (derived?.fields.keys() ?? []))]);
  const fields = [...names].sort().map((name): readonly [string, ValueField] => {
    const known = derived?.fields.get(name);
    const shape = withPart(properties[name], known?.shape, root, around);
    return [name, { shape, ...(known !== undefined && 'default' in known && { default: known.default }) }];
  });
  if (closed) return mapOf(new Map(fields));
  const said = isRecord(schema.additionalProperties) ? [schema.additionalProperties] : patterns;
  if (said.length > 0 && !said.every((part) => isRecord(part) && saysNothing(part))) {
    return mapOf(new Map(fields), either(said.map((part) => withPart(part, derived?.rest, root, around))));
  }
  if (isOpen || fields.length === 0) return mapOf(new Map(fields), derived?.rest ?? ANY);
  return mapOf(new Map(fields), derived?.rest);
}

function alternatives(shape: ValueShape | undefined): readonly ValueShape[] {
  if (shape === undefined) return [];
  return shape.is === 'either' ? shape.shapes : [shape];
}

function typesOf(schema: Schema): readonly string[] {
  if (typeof schema.type === 'string') return [schema.type];
  if (Array.isArray(schema.type)) return schema.type.filter((type) => typeof type === 'string');
  if ('properties' in schema || 'additionalProperties' in schema) return ['object'];
  return 'items' in schema ? ['array'] : [];
}

function saysNothing(schema: Schema): boolean {
  const words = [
    'type',
    'properties',
    'items',
    '$ref',
    'enum',
    'const',
    'oneOf',
    'anyOf',
    'additionalProperties',
  ];
  return words.every((word) => !(word in schema));
}

function choiceOf(values: readonly unknown[]): ValueShape {
  const known = values.filter(
    (value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean',
  );
  const choice: ValueShape = { is: 'choice', values: known };
  return values.includes(null) ? either([choice, { is: 'plain', types: ['null'] }]) : choice;
}

/** Only what stands in the schema itself: nothing is fetched. */
function resolved(root: Schema, reference: string): unknown {
  if (!reference.startsWith('#')) return undefined;
  const steps = reference.slice(1).split('/').slice(1);
  return steps
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((at, step) => (isRecord(at) ? at[step] : undefined), root);
}
