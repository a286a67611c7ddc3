import { mapNested, type OpenApiSchema, requiredFields } from '../schemas/open-api-schema.ts';
import type { Resource } from './trim-crd.ts';

/** The CRD from which `cdk8s import` makes the class of a resource: only what has a meaning in a type. */
export function typeDefinition({ group, version, kind, plural, scope, types }: Resource): object {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: { kind, plural },
      versions: [
        { name: version, served: true, storage: true, schema: { openAPIV3Schema: typeSchema(types) } },
      ],
    },
  };
}

function typeSchema(schema: OpenApiSchema): OpenApiSchema {
  if (schema['x-kubernetes-int-or-string']) return { anyOf: [{ type: 'integer' }, { type: 'string' }] };
  // A class drops the fields that it doesn't know, so what may hold unknown fields has to stay untyped.
  if (schema['x-kubernetes-preserve-unknown-fields'] || schema['x-kubernetes-embedded-resource']) return {};
  const { type, properties, additionalProperties, items, enum: values } = schema;
  const required = requiredFields(schema);
  return mapNested(
    {
      ...(type !== undefined && { type }),
      ...(properties && Object.keys(properties).length > 0 && { properties }),
      ...(additionalProperties !== undefined && { additionalProperties }),
      ...(items && { items }),
      ...(required.length > 0 && { required }),
      ...(values && type === 'string' && { enum: values }),
    },
    typeSchema,
  );
}
