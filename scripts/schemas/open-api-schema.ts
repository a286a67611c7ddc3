import { z } from 'zod';

/** The part of an OpenAPI v3 structural schema that a CRD may hold; what we don't name is kept as it is. */
export const openApiSchema = z.looseObject({
  type: z.string().optional(),
  format: z.string().optional(),
  description: z.string().optional(),
  get properties() {
    return z.record(z.string(), openApiSchema).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), openApiSchema]).optional();
  },
  get items() {
    return openApiSchema.optional();
  },
  get allOf() {
    return z.array(openApiSchema).optional();
  },
  get anyOf() {
    return z.array(openApiSchema).optional();
  },
  get oneOf() {
    return z.array(openApiSchema).optional();
  },
  get not() {
    return openApiSchema.optional();
  },
  required: z.array(z.string()).optional(),
  enum: z.array(z.unknown()).optional(),
  nullable: z.boolean().optional(),
  default: z.unknown().optional(),
  $ref: z.string().optional(),
  'x-kubernetes-int-or-string': z.boolean().optional(),
  'x-kubernetes-preserve-unknown-fields': z.boolean().optional(),
  'x-kubernetes-embedded-resource': z.boolean().optional(),
  'x-kubernetes-validations': z.array(z.looseObject({ rule: z.string() })).optional(),
  'x-kubernetes-list-type': z.string().optional(),
});

export type OpenApiSchema = z.infer<typeof openApiSchema>;

/** A part that may hold anything: no field of it is typed or checked. */
export const FREE_FORM: OpenApiSchema = { 'x-kubernetes-preserve-unknown-fields': true };

/** Same schema, with `change` applied to every direct part that describes a nested value. */
export function mapNested(
  schema: OpenApiSchema,
  change: (nested: OpenApiSchema) => OpenApiSchema,
): OpenApiSchema {
  const result = { ...schema };
  if (schema.properties) {
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => [name, change(property)]),
    );
  }
  if (typeof schema.additionalProperties === 'object') {
    result.additionalProperties = change(schema.additionalProperties);
  }
  if (schema.items) result.items = change(schema.items);
  return result;
}

/** Required fields that somebody has to write: the API server fills in those with a default. */
export function requiredFields(schema: OpenApiSchema): string[] {
  return (schema.required ?? []).filter((name) => schema.properties?.[name]?.default === undefined);
}
