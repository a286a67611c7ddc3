import { OBJECT_METADATA, objectSchema } from '../schemas/object-schema.ts';
import { schemaFileName } from '../schemas/schema-file-name.ts';
import { type JsonSchema, valueSchema } from '../schemas/value-schema.ts';
import { generateClasses } from './classes.ts';
import { compile } from './compile.ts';
import { completeSchemas } from './complete.ts';
import { fetchBundle, fetchKubernetes, type Origin } from './fetch-sources.ts';
import { kubernetesSchemas } from './kubernetes-schemas.ts';
import { packageFiles } from './package-files.ts';
import type { Sources } from './sources.ts';
import { type Resource, trimCrds } from './trim-crd.ts';

/**
 * Everything that is generated from the pins.
 * @returns text by path below `imports/`
 * @throws Mistake when a pin, a file or a listed kind is wrong
 */
export async function generate(sources: Sources, origin: Origin): Promise<Map<string, string>> {
  const bundles = new Map<string, Resource[]>();
  for (const [name, bundle] of Object.entries(sources.bundles)) {
    bundles.set(name, trimCrds(await fetchBundle(name, bundle, origin), bundle, `bundles.${name}`));
  }
  const compiled = compile(await generateClasses(bundles));
  const files = new Map<string, string>();
  for (const [name, bundle] of Object.entries(sources.bundles)) {
    const code = compiled.get(name);
    if (!code) throw new Error(`nothing compiled for ${name}`);
    for (const [path, text] of packageFiles(name, bundle, code)) files.set(`${name}/${path}`, text);
    for (const resource of bundles.get(name) ?? []) {
      const file = schemaFileName(`${resource.group}/${resource.version}`, resource.kind);
      files.set(`${name}/schemas/${file}`, schemaText(resourceSchema(resource)));
    }
  }
  const documents = new Map<string, string>();
  for (const version of Object.keys(sources.kubernetes.versions)) {
    documents.set(version, await fetchKubernetes(version, sources.kubernetes, origin));
  }
  for (const [version, schemas] of kubernetesSchemas(documents, sources.kubernetes)) {
    for (const [file, schema] of schemas) {
      files.set(`kubernetes/schemas/${version}/${file}`, schemaText(schema));
    }
  }
  for (const [path, text] of await completeSchemas(sources, origin)) files.set(`complete/${path}`, text);
  return files;
}

function schemaText(schema: JsonSchema): string {
  return `${JSON.stringify(schema)}\n`;
}

function resourceSchema({ group, version, kind, schema }: Resource): JsonSchema {
  const metadata = { ...OBJECT_METADATA, required: ['name'] };
  return objectSchema(`${group}/${version}`, kind, valueSchema(schema), metadata);
}
