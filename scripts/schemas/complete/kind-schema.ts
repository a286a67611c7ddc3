import { z } from 'zod';
import { openApiSchema } from '../open-api-schema.ts';

/** One kind in one version, with all of its fields. */
export const kindSchema = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  plural: z.string(),
  namespaced: z.boolean(),
  /** False for a version that the CRD still lists and the API server refuses. */
  served: z.boolean().optional(),
  deprecated: z.boolean().optional(),
  schema: openApiSchema,
});

export type KindSchema = z.infer<typeof kindSchema>;
