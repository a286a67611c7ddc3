import { z } from 'zod';
import { openApiSchema } from '../open-api-schema.ts';
import type { KindSchema } from './kind-schema.ts';

const customResourceDefinition = z.looseObject({
  kind: z.literal('CustomResourceDefinition'),
  spec: z.looseObject({
    group: z.string(),
    scope: z.enum(['Namespaced', 'Cluster']),
    names: z.looseObject({ kind: z.string(), plural: z.string() }),
    versions: z.array(
      z.looseObject({
        name: z.string(),
        served: z.boolean().optional(),
        deprecated: z.boolean().optional(),
        schema: z.looseObject({ openAPIV3Schema: openApiSchema }).optional(),
      }),
    ),
  }),
});

/** The kinds that a CustomResourceDefinition makes, one a version. */
export interface CrdFields {
  readonly versions: readonly KindSchema[];
}

/** @returns undefined for anything but a CustomResourceDefinition that says what it defines */
export function crdFields(document: unknown): CrdFields | undefined {
  const parsed = customResourceDefinition.safeParse(document);
  if (!parsed.success) return undefined;
  const { group, scope, names, versions } = parsed.data.spec;
  return {
    versions: versions.map((version) => ({
      apiVersion: `${group}/${version.name}`,
      kind: names.kind,
      plural: names.plural,
      namespaced: scope === 'Namespaced',
      ...(version.served === false && { served: false }),
      ...(version.deprecated === true && { deprecated: true }),
      schema: withoutStatus(
        version.schema?.openAPIV3Schema ?? { 'x-kubernetes-preserve-unknown-fields': true },
      ),
    })),
  };
}

/** Controllers write the status; what a tree says there is dropped. */
function withoutStatus(schema: z.infer<typeof openApiSchema>): z.infer<typeof openApiSchema> {
  if (schema.properties?.status === undefined) return schema;
  const properties = { ...schema.properties, status: { 'x-kubernetes-preserve-unknown-fields': true } };
  return { ...schema, properties, required: (schema.required ?? []).filter((name) => name !== 'status') };
}
