import { z } from 'zod';
import { Mistake } from '../command-line/mistake.ts';
import { OBJECT_METADATA, objectSchema } from '../schemas/object-schema.ts';
import { type OpenApiSchema, openApiSchema } from '../schemas/open-api-schema.ts';
import { schemaFileName } from '../schemas/schema-file-name.ts';
import { INT_OR_STRING, type JsonSchema, mapValues, valueSchema } from '../schemas/value-schema.ts';
import type { KubernetesSource } from './sources.ts';

const DEFINITIONS = '_definitions.json';
const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** Types that the OpenAPI document calls a string or leaves open, as the API server reads them. */
const SPECIAL: Readonly<Record<string, JsonSchema>> = {
  [OBJECT_META]: OBJECT_METADATA,
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': INT_OR_STRING,
  'io.k8s.apimachinery.pkg.api.resource.Quantity': {
    anyOf: [
      { type: 'number' },
      {
        type: 'string',
        pattern: '^[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$',
      },
    ],
  },
  'io.k8s.apimachinery.pkg.runtime.RawExtension': { type: 'object' },
};

const openApiDocument = z.looseObject({
  definitions: z.record(
    z.string(),
    openApiSchema.and(
      z.looseObject({
        'x-kubernetes-group-version-kind': z
          .array(z.object({ group: z.string(), version: z.string(), kind: z.string() }))
          .optional(),
      }),
    ),
  ),
});

/**
 * Strict schemas of the core kinds, by Kubernetes version and file name. A kind that a version doesn't have gets
 * no schema there, so that an object of it is refused for that version.
 * @param texts OpenAPI v2 document by Kubernetes version
 * @throws Mistake for a kind that no version has
 */
export function kubernetesSchemas(
  texts: ReadonlyMap<string, string>,
  source: KubernetesSource,
): Map<string, Map<string, JsonSchema>> {
  const versions = new Map([...texts].map(([version, text]) => [version, schemasOfVersion(text, source)]));
  for (const [apiVersion, kinds] of Object.entries(source.kinds)) {
    for (const kind of kinds) {
      if ([...versions.values()].some((files) => files.has(schemaFileName(apiVersion, kind)))) continue;
      throw new Mistake(`kubernetes.kinds: ${kind} of ${apiVersion} is in none of the versions`);
    }
  }
  return versions;
}

/** One file a kind, and what they share in `_definitions.json`. */
function schemasOfVersion(text: string, source: KubernetesSource): Map<string, JsonSchema> {
  const { definitions } = openApiDocument.parse(JSON.parse(text));
  const byKind = new Map<string, string>();
  for (const [name, definition] of Object.entries(definitions)) {
    const names = definition['x-kubernetes-group-version-kind'] ?? [];
    // Options of an action are listed for every group; an object has exactly one name.
    if (names.length === 1)
      for (const { group, version, kind } of names) byKind.set(`${group}/${version}/${kind}`, name);
  }
  const files = new Map<string, JsonSchema>();
  const shared = new Map<string, JsonSchema>();
  for (const [apiVersion, kinds] of Object.entries(source.kinds)) {
    for (const kind of kinds) {
      const name = byKind.get(apiVersion.includes('/') ? `${apiVersion}/${kind}` : `/${apiVersion}/${kind}`);
      const definition = name === undefined ? undefined : definitions[name];
      if (!definition) continue;
      const own = definitionSchema(withoutServerFields(definition));
      collect(own, definitions, shared);
      const metadata = { ...OBJECT_METADATA, required: ['name'] };
      files.set(schemaFileName(apiVersion, kind), objectSchema(apiVersion, kind, inFile(own), metadata));
    }
  }
  const sorted = [...shared].sort(([a], [b]) => (a < b ? -1 : 1));
  files.set(DEFINITIONS, { definitions: Object.fromEntries(sorted) });
  return files;
}

function withoutServerFields(definition: OpenApiSchema): OpenApiSchema {
  const properties = { ...definition.properties };
  for (const field of ['apiVersion', 'kind', 'metadata', 'status']) delete properties[field];
  return {
    ...definition,
    properties,
    required: (definition.required ?? []).filter((name) => name in properties),
  };
}

/** References stay as they are in the document; everything else as in a CRD, but an object without fields is open. */
function definitionSchema(definition: OpenApiSchema): JsonSchema {
  return valueSchema(openEmptyObjects(definition));
}

function openEmptyObjects(schema: OpenApiSchema): OpenApiSchema {
  if (schema.type === 'object' && !schema.properties && schema.additionalProperties === undefined) {
    return { ...schema, additionalProperties: true };
  }
  return schema;
}

function collect(
  schema: unknown,
  definitions: Record<string, OpenApiSchema>,
  shared: Map<string, JsonSchema>,
): void {
  for (const name of referencesIn(schema)) {
    if (shared.has(name)) continue;
    const definition = definitions[name];
    if (!definition) throw new Mistake(`The OpenAPI document refers to ${name}, which it doesn't define`);
    const made = SPECIAL[name] ?? definitionSchema(definition);
    shared.set(name, made);
    collect(made, definitions, shared);
  }
}

const REFERENCE = '#/definitions/';

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, nested]) =>
    key === '$ref' && typeof nested === 'string' ? [nested.slice(REFERENCE.length)] : referencesIn(nested),
  );
}

function inFile(schema: JsonSchema): JsonSchema {
  return mapValues(schema, (value) => relocate(value));
}

function relocate(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith(REFERENCE)) return `${DEFINITIONS}${value}`;
  if (Array.isArray(value)) return value.map(relocate);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, nested]) => [key, relocate(nested)]));
}
