import { z } from 'zod';

/** An exact version of a chart: a range, or only its beginning, would install something else tomorrow. */
const versionSchema = z
  .string()
  .regex(
    /^v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/,
    'an exact version such as 1.2.3, without ^, ~, * and x',
  );

const digestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'sha256: and 64 hexadecimal digits');

const nameSchema = z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'the name of a chart');

/** Where the archives of a chart come from. */
export const repositorySchema = z
  .string()
  .regex(
    /^(https:\/\/[a-z0-9.-]+(:\d+)?(\/[\w.~-]+)*|[a-z0-9-]+(\.[a-z0-9-]+)+(\/[a-z0-9._-]+)*)$/,
    'the address of a repository of charts: https://… without a slash at its end, or for an OCI registry its path without oci://',
  );

/** The digest of an archive, or why there is none yet. */
const archiveSchema = z.union(
  [
    digestSchema,
    z.strictObject({ unpinned: z.string().min(10, 'why its digest is not known yet, in a few words') }),
  ],
  {
    error: 'sha256: and 64 hexadecimal digits, or { unpinned: why its digest is not known yet }',
  },
);

/** What `charts/pins.yaml` holds. */
export const pinsSchema = z.record(
  nameSchema,
  z.strictObject({
    repository: repositorySchema,
    versions: z
      .record(versionSchema, archiveSchema)
      .refine((versions) => Object.keys(versions).length > 0, 'at least one version'),
  }),
);
