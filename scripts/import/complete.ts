import { loadAll } from 'js-yaml';
import { z } from 'zod';
import { Mistake } from '../command-line/mistake.ts';
import { crdFields } from '../schemas/complete/crd-fields.ts';
import { type OpenApiSchema, openApiSchema } from '../schemas/open-api-schema.ts';
import { withoutDescriptions } from './descriptions.ts';
import { fetchBundle, fetchKubernetes, type Origin } from './fetch-sources.ts';
import { shareSchemas } from './share-schemas.ts';
import type { Sources } from './sources.ts';

const ofAnyKind = z.looseObject({ kind: z.string().optional() }).nullable();

const definition = openApiSchema.and(
  z.looseObject({
    'x-kubernetes-group-version-kind': z
      .array(z.object({ group: z.string(), version: z.string(), kind: z.string() }))
      .optional(),
  }),
);

const openApiDocument = z.looseObject({
  definitions: z.record(z.string(), definition),
  paths: z.record(z.string(), z.looseObject({ post: z.looseObject({}).optional() })),
});

const creation = z.looseObject({
  'x-kubernetes-group-version-kind': z.object({ group: z.string(), version: z.string(), kind: z.string() }),
  'x-kubernetes-action': z.literal('post'),
});

/**
 * Whole schemas of every kind, for trees that are not ours: one file a Kubernetes version and one a bundle.
 * @returns text by path below `imports/complete/`
 */
export async function completeSchemas(sources: Sources, origin: Origin): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const versions = { ...sources.kubernetes.versions, ...sources.complete.kubernetes };
  for (const version of Object.keys(versions)) {
    const text = await fetchKubernetes(version, { ...sources.kubernetes, versions }, origin);
    files.set(`kubernetes-${version}.json`, textOf(kindsOfKubernetes(text)));
  }
  const bundles = { ...sources.bundles, ...sources.complete.bundles };
  for (const [name, bundle] of Object.entries(bundles)) {
    const more = sources.complete.files[name] ?? [];
    const texts = await fetchBundle(name, { ...bundle, files: [...bundle.files, ...more] }, origin);
    files.set(`${name}.json`, textOf(kindsOfBundle(texts, name)));
  }
  return files;
}

function textOf(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

function kindsOfBundle(texts: readonly string[], name: string): unknown {
  const found = texts
    .flatMap((text) => loadAll(text))
    .filter((document) => ofAnyKind.safeParse(document).data?.kind === 'CustomResourceDefinition')
    .flatMap((document) => crdFields(document)?.versions ?? []);
  if (found.length === 0) throw new Mistake(`complete: no file of ${name} defines a kind`);
  const { schemas, definitions } = shareSchemas(found.map(({ schema }) => withoutDescriptions(schema)));
  const kinds = found.map(({ schema: _schema, ...kind }, index) => ({ ...kind, schema: schemas[index] }));
  return { kinds, definitions };
}

/** Kinds of which an object can be made by itself; kinds of actions on another, such as Eviction, are left out. */
function kindsOfKubernetes(text: string): unknown {
  const { definitions, paths } = openApiDocument.parse(JSON.parse(text));
  const byKind = new Map(
    Object.entries(definitions).flatMap(([name, { 'x-kubernetes-group-version-kind': kinds = [] }]) =>
      kinds.map(({ group, version, kind }): [string, string] => [`${group}/${version}/${kind}`, name]),
    ),
  );
  const kinds = new Map<string, object>();
  for (const [path, { post }] of Object.entries(paths)) {
    const made = creation.safeParse(post);
    if (!made.success || /\{name\}/.test(path)) continue;
    const { group, version, kind } = made.data['x-kubernetes-group-version-kind'];
    const name = byKind.get(`${group}/${version}/${kind}`);
    if (name === undefined) continue;
    const apiVersion = group === '' ? version : `${group}/${version}`;
    const namespaced = path.includes('/namespaces/{namespace}/');
    const plural = path.split('/').at(-1);
    kinds.set(`${apiVersion}/${kind}`, {
      apiVersion,
      kind,
      plural,
      namespaced,
      schema: { $ref: `#/definitions/${name}` },
    });
  }
  const needed = new Map<string, OpenApiSchema>();
  const add = (schema: unknown): void => {
    for (const name of referencesIn(schema)) {
      const definition = definitions[name];
      if (needed.has(name) || !definition) continue;
      needed.set(name, withoutDescriptions(definition));
      add(definition);
    }
  };
  add([...kinds.values()]);
  const sorted = [...needed].sort(([a], [b]) => (a < b ? -1 : 1));
  return { kinds: [...kinds.values()], definitions: Object.fromEntries(sorted) };
}

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, nested]) =>
    key === '$ref' && typeof nested === 'string'
      ? [nested.slice('#/definitions/'.length)]
      : referencesIn(nested),
  );
}
