import { loadAll } from 'js-yaml';
import { z } from 'zod';
import { Mistake } from '../command-line/mistake.ts';
import { FREE_FORM, mapNested, type OpenApiSchema, openApiSchema } from '../schemas/open-api-schema.ts';
import type { Bundle } from './sources.ts';

const customResourceDefinition = z.looseObject({
  kind: z.literal('CustomResourceDefinition'),
  spec: z.looseObject({
    group: z.string(),
    scope: z.enum(['Namespaced', 'Cluster']),
    names: z.looseObject({ kind: z.string(), plural: z.string() }),
    versions: z.array(
      z.looseObject({
        name: z.string(),
        schema: z.looseObject({ openAPIV3Schema: openApiSchema }).optional(),
      }),
    ),
  }),
});

const ofAnyKind = z.looseObject({ kind: z.string().optional() }).nullable();

/** One kind in one version: its own fields only (no metadata, no status), without descriptions. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: 'Namespaced' | 'Cluster';
  /** What the JSON schema checks. */
  readonly schema: OpenApiSchema;
  /** What the class has types for: the same, free-form where the pins say `untyped`. */
  readonly types: OpenApiSchema;
}

/** What to keep of a bundle's CRDs: kinds by apiVersion, and paths by kind. `imports/sources.yaml` explains each. */
export type Trim = Pick<Bundle, 'kinds' | 'only' | 'untyped' | 'opaque'>;

/**
 * The listed kinds of some CRD files.
 * @param place what the files are called in an error, such as `bundles.istio`
 * @throws Mistake for a listed kind, version or path that isn't there
 */
export function trimCrds(texts: readonly string[], trim: Trim, place: string): Resource[] {
  const definitions = texts
    .flatMap((text) => loadAll(text))
    .filter((document) => ofAnyKind.safeParse(document).data?.kind === 'CustomResourceDefinition')
    .map((document) => customResourceDefinition.parse(document).spec);
  const found = Object.entries(trim.kinds).flatMap(([apiVersion, kinds]) =>
    kinds.map((kind) => {
      const [group = '', version = ''] = apiVersion.split('/');
      const spec = definitions.find(
        (candidate) => candidate.group === group && candidate.names.kind === kind,
      );
      if (!spec) throw new Mistake(`${place}: no file defines ${kind} of ${group}`);
      const original = spec.versions.find((candidate) => candidate.name === version)?.schema?.openAPIV3Schema;
      if (!original) {
        const versions = spec.versions.map((candidate) => candidate.name).join(', ');
        throw new Mistake(`${place}: ${kind} of ${group} has no version ${version}, only ${versions}`);
      }
      const chosen = keepOnly(ownFields(original), trim.only[kind] ?? {}, `${place}.only.${kind}`);
      const schema = freeForm(chosen, trim.opaque[kind] ?? [], `${place}.opaque.${kind}`);
      const types = freeForm(schema, trim.untyped[kind] ?? [], `${place}.untyped.${kind}`);
      return { group, version, kind, plural: spec.names.plural, scope: spec.scope, schema, types };
    }),
  );
  for (const list of ['only', 'untyped', 'opaque'] as const) {
    const stale = Object.keys(trim[list]).find((kind) => !found.some((resource) => resource.kind === kind));
    if (stale) throw new Mistake(`${place}.${list} names ${stale}, which is not among its kinds`);
  }
  return found;
}

function ownFields(schema: OpenApiSchema): OpenApiSchema {
  const properties = { ...schema.properties };
  for (const field of ['apiVersion', 'kind', 'metadata', 'status']) delete properties[field];
  const required = (schema.required ?? []).filter((field) => field in properties);
  return withoutDescriptions({ ...schema, properties, required });
}

function withoutDescriptions(schema: OpenApiSchema): OpenApiSchema {
  const { description: _text, ...rest } = schema;
  return mapNested(rest, withoutDescriptions);
}

function keepOnly(schema: OpenApiSchema, paths: Trim['only'][string], place: string): OpenApiSchema {
  return Object.entries(paths).reduce((trimmed, [path, names]) => {
    return changeAt(trimmed, path, place, (part) => {
      const all = part.properties ?? {};
      const missing = names.find((name) => !(name in all));
      if (missing) throw new Mistake(`${place}: ${path} has no field ${missing}`);
      const properties = Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
      return { ...part, properties, required: (part.required ?? []).filter((name) => names.includes(name)) };
    });
  }, schema);
}

function freeForm(schema: OpenApiSchema, paths: readonly string[], place: string): OpenApiSchema {
  return paths.reduce((trimmed, path) => changeAt(trimmed, path, place, () => FREE_FORM), schema);
}

type Change = (part: OpenApiSchema) => OpenApiSchema;

/** @throws Mistake when nothing is at the path, because then the pins tell of a field that is gone */
function changeAt(schema: OpenApiSchema, path: string, place: string, change: Change): OpenApiSchema {
  let matches = 0;
  const changed = descend(schema, path.split(/\.|(?=\[\])/), (part) => {
    matches += 1;
    return change(part);
  });
  if (matches === 0) throw new Mistake(`${place}: ${path} matches nothing; remove or correct it`);
  return changed;
}

/** Steps of a path: a field's name, `*` for any field, `[]` for the items of a list. */
function descend(schema: OpenApiSchema, path: readonly string[], change: Change): OpenApiSchema {
  const [step, ...rest] = path;
  if (step === undefined) return change(schema);
  if (step === '[]') return schema.items ? { ...schema, items: descend(schema.items, rest, change) } : schema;
  if (!schema.properties) return schema;
  const properties = Object.entries(schema.properties).map(([name, property]) => [
    name,
    step === '*' || step === name ? descend(property, rest, change) : property,
  ]);
  return { ...schema, properties: Object.fromEntries(properties) };
}
