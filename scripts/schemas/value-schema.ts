import { type OpenApiSchema, requiredFields } from './open-api-schema.ts';

/** A JSON schema of draft 7, which ajv and kubeconform read alike. */
export interface JsonSchema {
  [keyword: string]: unknown;
}

export const INT_OR_STRING: JsonSchema = { anyOf: [{ type: 'integer' }, { type: 'string' }] };

const CONSTRAINTS = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
];

/**
 * What the API server accepts at this place and nothing more: a field that it would drop is refused.
 *
 * An object stays open only where the CRD says so: a map, or preserved unknown fields. Formats are translated,
 * because validators disagree on them. Of the rules in CEL (`x-kubernetes-validations`) only Istio's for a duration
 * is translated.
 */
export function valueSchema(schema: OpenApiSchema): JsonSchema {
  if (schema.$ref !== undefined) return { $ref: schema.$ref };
  if (schema['x-kubernetes-int-or-string']) return { ...INT_OR_STRING, ...constraints(schema) };
  const open = schema['x-kubernetes-preserve-unknown-fields'] || schema['x-kubernetes-embedded-resource'];
  const { properties, items, additionalProperties } = schema;
  const result: JsonSchema = { ...typeOf(schema), ...constraints(schema), ...combinations(schema) };
  if (properties) result.properties = mapValues(properties, valueSchema);
  const required = requiredFields(schema);
  if (required.length > 0) result.required = required;
  if (items) result.items = valueSchema(items);
  if (typeof additionalProperties === 'object')
    result.additionalProperties = valueSchema(additionalProperties);
  else if (schema.type === 'object' && !open && additionalProperties !== true)
    result.additionalProperties = false;
  return result;
}

function typeOf({ type, enum: values, nullable }: OpenApiSchema): JsonSchema {
  return {
    ...(type !== undefined && { type: nullable ? [type, 'null'] : type }),
    ...(values && { enum: nullable && !values.includes(null) ? [...values, null] : values }),
  };
}

function constraints(schema: OpenApiSchema): JsonSchema {
  const result: JsonSchema = {};
  for (const keyword of CONSTRAINTS) if (schema[keyword] !== undefined) result[keyword] = schema[keyword];
  if (!isReadAlike(result.pattern)) delete result.pattern;
  exclusiveBound(result, 'exclusiveMinimum', 'minimum');
  exclusiveBound(result, 'exclusiveMaximum', 'maximum');
  if (schema['x-kubernetes-list-type'] === 'set') result.uniqueItems = true;
  if (schema.format === 'int32') {
    result.minimum ??= -(2 ** 31);
    result.maximum ??= 2 ** 31 - 1;
  }
  if (isDuration(schema)) result.pattern ??= '^(?:[0-9]+(?:\\.[0-9]*)?(?:ns|us|ms|s|m|h))+$';
  if (schema.format === 'byte')
    result.pattern ??= '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$';
  return result;
}

function isDuration(schema: OpenApiSchema): boolean {
  return (
    schema['x-kubernetes-validations']?.some(({ rule }) => rule.startsWith('duration(self) >=')) ?? false
  );
}

/** Patterns are Go's. Those that JavaScript can't read, or reads in another way, are left to the API server. */
function isReadAlike(pattern: unknown): boolean {
  if (typeof pattern !== 'string' || /\\[AzpPQE]|\[\[:|\(\?[imsU]/.test(pattern)) return false;
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

/** OpenAPI 3.0 marks a bound as exclusive by a boolean beside it, JSON schema by a number. */
function exclusiveBound(result: JsonSchema, exclusive: string, bound: string): void {
  if (typeof result[exclusive] !== 'boolean') return;
  if (result[exclusive]) {
    result[exclusive] = result[bound];
    delete result[bound];
  } else {
    delete result[exclusive];
  }
}

/** Alternatives restrict the fields that are declared beside them, so they are not closed themselves. */
function combinations(schema: OpenApiSchema): JsonSchema {
  return {
    ...(schema.allOf && { allOf: schema.allOf.map(restriction) }),
    ...(schema.anyOf && { anyOf: schema.anyOf.map(restriction) }),
    ...(schema.oneOf && { oneOf: schema.oneOf.map(restriction) }),
    ...(schema.not && { not: restriction(schema.not) }),
  };
}

function restriction(schema: OpenApiSchema): JsonSchema {
  const { properties, items, additionalProperties, required } = schema;
  return {
    ...typeOf(schema),
    ...constraints(schema),
    ...combinations(schema),
    ...(properties && { properties: mapValues(properties, restriction) }),
    ...(items && { items: restriction(items) }),
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: restriction(additionalProperties),
    }),
    ...(required && required.length > 0 && { required }),
  };
}

export function mapValues<From, To>(
  record: Record<string, From>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
