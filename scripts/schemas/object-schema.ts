import type { JsonSchema } from './value-schema.ts';

const TEXTS: JsonSchema = { type: 'object', additionalProperties: { type: 'string' } };

/** What may stand in `metadata` of something that is rendered: nothing that only the API server writes. */
export const OBJECT_METADATA: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    annotations: TEXTS,
    finalizers: { type: 'array', items: { type: 'string' } },
    generateName: { type: 'string' },
    labels: {
      type: 'object',
      additionalProperties: {
        type: 'string',
        maxLength: 63,
        pattern: '^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?)?$',
      },
    },
    name: { type: 'string', minLength: 1, maxLength: 253 },
    namespace: { type: 'string', minLength: 1, maxLength: 63 },
    ownerReferences: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['apiVersion', 'kind', 'name', 'uid'],
        properties: {
          apiVersion: { type: 'string' },
          blockOwnerDeletion: { type: 'boolean' },
          controller: { type: 'boolean' },
          kind: { type: 'string' },
          name: { type: 'string' },
          uid: { type: 'string' },
        },
      },
    },
  },
};

/** The schema of a whole object of one kind, closed around the schema of its own fields. */
export function objectSchema(
  apiVersion: string,
  kind: string,
  own: JsonSchema,
  metadata: JsonSchema,
): JsonSchema {
  const properties = isRecord(own.properties) ? own.properties : {};
  const required = Array.isArray(own.required) ? own.required : [];
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...own,
    type: 'object',
    additionalProperties: false,
    required: ['apiVersion', 'kind', 'metadata', ...required],
    properties: { apiVersion: { enum: [apiVersion] }, kind: { enum: [kind] }, metadata, ...properties },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
