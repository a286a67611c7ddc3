import { z } from 'zod';

/** A field that may be left out; the API server takes null for the same. */
export function maybe<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value): z.output<Schema> | undefined => value ?? undefined);
}

/** A list that may be left out, and is empty then. */
export function listOf<Schema extends z.ZodType>(schema: Schema) {
  return z
    .array(schema)
    .nullish()
    .transform((value): z.output<Schema>[] => value ?? []);
}

export const texts = listOf(z.string());

/** Labels and annotations: texts by key. */
export const labels = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value): Readonly<Record<string, string>> => value ?? {});

export type Labels = z.output<typeof labels>;

/** What every object says of itself. */
export const metadata = z.looseObject({
  name: z.string().min(1, 'found nothing, expected a name'),
  namespace: maybe(z.string()),
  labels,
  annotations: labels,
});

export type Metadata = z.output<typeof metadata>;

/** The number of a port. */
export const portNumber = z
  .int('expected a whole number')
  .min(1, 'expected a port from 1 to 65535')
  .max(65_535, 'expected a port from 1 to 65535');

/** Where an object without a namespace ends up. */
export const DEFAULT_NAMESPACE = 'default';
