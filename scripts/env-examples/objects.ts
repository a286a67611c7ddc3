import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const reference = z.object({ name: z.string() });
const container = z.object({
  env: z
    .array(
      z.object({
        name: z.string(),
        valueFrom: z
          .object({ secretKeyRef: z.object({ name: z.string(), key: z.string() }).optional() })
          .optional(),
      }),
    )
    .default([]),
  envFrom: z
    .array(z.object({ configMapRef: reference.optional(), secretRef: reference.optional() }))
    .default([]),
});
const podTemplate = z.object({
  spec: z.object({ containers: z.array(container), initContainers: z.array(container).default([]) }),
});
const metadata = z.object({
  name: z.string(),
  namespace: z.string().default(''),
  labels: z.record(z.string(), z.string()).default({}),
});

const KINDS = ['Deployment', 'StatefulSet', 'Job', 'ScaledJob', 'CronJob', 'ConfigMap', 'ExternalSecret'];

const object = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['Deployment', 'StatefulSet', 'Job']),
    metadata,
    spec: z.object({ template: podTemplate }),
  }),
  z.object({
    kind: z.literal('ScaledJob'),
    metadata,
    spec: z.object({ jobTargetRef: z.object({ template: podTemplate }) }),
  }),
  z.object({
    kind: z.literal('CronJob'),
    metadata,
    spec: z.object({ jobTemplate: z.object({ spec: z.object({ template: podTemplate }) }) }),
  }),
  z.object({ kind: z.literal('ConfigMap'), metadata, data: z.record(z.string(), z.string()).default({}) }),
  z.object({
    kind: z.literal('ExternalSecret'),
    metadata,
    spec: z.object({
      target: reference.extend({
        template: z.object({ data: z.record(z.string(), z.string()).default({}) }).optional(),
      }),
      data: z
        .array(
          z.object({
            secretKey: z.string(),
            remoteRef: z.object({ key: z.string(), property: z.string().optional() }),
          }),
        )
        .default([]),
      dataFrom: z.array(z.object({ extract: z.object({ key: z.string() }) })).default([]),
    }),
  }),
]);

/** What decides the environment of a container: pods, and the objects that their variables come from. */
export type RenderedObject = z.infer<typeof object>;
export type ExternalSecret = Extract<RenderedObject, { kind: 'ExternalSecret' }>;
export type Container = z.infer<typeof container>;

const anyKind = z.object({ kind: z.string() });

/** The rendered objects of a cluster that decide environments, in the order of their paths. */
export function objectsOf(clusterFolder: string): readonly RenderedObject[] {
  return readdirSync(clusterFolder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .sort()
    .flatMap((path) => {
      const found: unknown = parse(readFileSync(join(clusterFolder, path), 'utf8'));
      const { success, data } = anyKind.safeParse(found);
      return success && KINDS.includes(data.kind) ? [object.parse(found)] : [];
    });
}

/** The containers of what runs pods, init containers included; none of other objects. */
export function containersOf(rendered: RenderedObject): readonly Container[] {
  switch (rendered.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'Job':
      return allOf(rendered.spec.template);
    case 'ScaledJob':
      return allOf(rendered.spec.jobTargetRef.template);
    case 'CronJob':
      return allOf(rendered.spec.jobTemplate.spec.template);
    default:
      return [];
  }
}

function allOf({ spec }: z.infer<typeof podTemplate>): readonly Container[] {
  return [...spec.initContainers, ...spec.containers];
}
