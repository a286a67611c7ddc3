import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const ruleSchema = z.object({
  alert: z.string().optional(),
  record: z.string().optional(),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
});

const fileSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    labels: z.record(z.string(), z.string()),
  }),
  spec: z.object({ groups: z.array(z.object({ name: z.string(), rules: z.array(ruleSchema) })) }),
});

export type RenderedRule = z.infer<typeof ruleSchema>;

/** One PrometheusRule of the tree. */
export interface RuleFile {
  readonly cluster: string;
  /** From `dist/` on. */
  readonly path: string;
  readonly name: string;
  readonly namespace: string;
  /** Whose unit it is: a product, or `platform`. */
  readonly partOf: string;
  readonly groups: readonly { readonly name: string; readonly rules: readonly RenderedRule[] }[];
}

/** Every PrometheusRule of a cluster. */
export function ruleFilesOf(dist: string, cluster: string): readonly RuleFile[] {
  return readdirSync(join(dist, cluster), { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|\/)prometheusrule-[^/]+\.yaml$/.test(path))
    .sort()
    .map((path) => {
      const { metadata, spec } = fileSchema.parse(parse(readFileSync(join(dist, cluster, path), 'utf8')));
      return {
        cluster,
        path: join(cluster, path),
        name: metadata.name,
        namespace: metadata.namespace,
        partOf: metadata.labels['app.kubernetes.io/part-of'] ?? 'platform',
        groups: spec.groups,
      };
    });
}
