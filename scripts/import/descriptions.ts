import { mapNested, type OpenApiSchema } from '../schemas/open-api-schema.ts';

/** What an object is judged by, without the words and examples for people. */
export function withoutDescriptions(schema: OpenApiSchema): OpenApiSchema {
  const { description: _text, ...rest } = schema;
  delete rest.example;
  delete rest.externalDocs;
  delete rest['x-kubernetes-patch-strategy'];
  delete rest['x-kubernetes-patch-merge-key'];
  delete rest['x-kubernetes-group-version-kind'];
  delete rest['x-kubernetes-unions'];
  for (const alternatives of ['allOf', 'anyOf', 'oneOf'] as const) {
    const list = rest[alternatives];
    if (list) rest[alternatives] = list.map(withoutDescriptions);
  }
  return mapNested(rest, withoutDescriptions);
}
