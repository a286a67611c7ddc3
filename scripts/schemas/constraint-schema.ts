import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { IMPORTS } from './imported-schemas.ts';
import { OBJECT_METADATA, objectSchema } from './object-schema.ts';
import { openApiSchema } from './open-api-schema.ts';
import { type JsonSchema, valueSchema } from './value-schema.ts';

const constraintTemplate = z.looseObject({
  apiVersion: z.literal('templates.gatekeeper.sh/v1'),
  kind: z.literal('ConstraintTemplate'),
  spec: z.looseObject({
    crd: z.looseObject({
      spec: z.looseObject({
        names: z.looseObject({ kind: z.string() }),
        validation: z.looseObject({ openAPIV3Schema: openApiSchema.optional() }).optional(),
      }),
    }),
  }),
});

const withMatch = z.object({
  properties: z.object({
    spec: z.object({ properties: z.object({ match: z.record(z.string(), z.unknown()) }) }),
  }),
});

export const CONSTRAINT_API_VERSION = 'constraints.gatekeeper.sh/v1beta1';

/** The kind of constraint that a ConstraintTemplate makes, with its schema. */
export interface ConstraintKind {
  readonly kind: string;
  readonly schema: JsonSchema;
}

/**
 * What Gatekeeper makes of a ConstraintTemplate: a kind whose `match` is that of its mutators, and whose
 * `parameters` the template describes.
 * @returns undefined for any other object
 */
export function constraintKind(object: unknown, imports = IMPORTS): ConstraintKind | undefined {
  const template = constraintTemplate.safeParse(object);
  if (!template.success) return undefined;
  const { names, validation } = template.data.spec.crd.spec;
  const texts: JsonSchema = { type: 'string' };
  const spec: JsonSchema = {
    type: 'object',
    additionalProperties: false,
    properties: {
      enforcementAction: { enum: ['deny', 'dryrun', 'scoped', 'warn'] },
      match: matchSchema(imports),
      ...(validation?.openAPIV3Schema && { parameters: valueSchema(validation.openAPIV3Schema) }),
      scopedEnforcementActions: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          properties: {
            action: { enum: ['deny', 'dryrun', 'warn'] },
            enforcementPoints: {
              type: 'array',
              items: { type: 'object', additionalProperties: false, properties: { name: texts } },
            },
          },
        },
      },
    },
  };
  const metadata = { ...OBJECT_METADATA, required: ['name'] };
  return {
    kind: names.kind,
    schema: objectSchema(CONSTRAINT_API_VERSION, names.kind, { properties: { spec } }, metadata),
  };
}

/** Constraints and mutators share one type of `match` in Gatekeeper; only the mutators have a CRD that shows it. */
function matchSchema(imports: string): JsonSchema {
  const file = join(imports, 'gatekeeper', 'schemas', 'assign-mutations-v1.json');
  return withMatch.parse(JSON.parse(readFileSync(file, 'utf8'))).properties.spec.properties.match;
}
